import { FailedError } from "../../core/errors.js";
import type { CommonSettings } from "../settings.js";

/**
 * The number of threads of settings whose `auto` has been replaced by a measured number, as in every `config.json`.
 *
 * @throws FailedError for `auto`: nobody has measured.
 */
export function decidedThreads({ threads }: Pick<CommonSettings, "threads">): number {
  if (threads !== "auto") return threads;
  throw new FailedError("the number of threads is still auto", { next: "Give one: --set threads=1." });
}
