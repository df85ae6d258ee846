import type { Reporter } from "../../core/reporter.js";

/** A reporter that can be closed: a moving line is taken away, so that what follows starts on a line of its own. */
export interface ClosableReporter extends Reporter {
  /** @param stopped true when work was cut off: it is not called done. */
  close(stopped: boolean): void;
}
