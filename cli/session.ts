/** What a command is given: where to report, where to print, and how it learns that it should stop. */
import type { JsonObject } from "../core/json.js";
import type { Reporter } from "../core/reporter.js";
import { type Colours, coloursFor } from "./colours.js";
import type { Host, StopReason } from "./host.js";
import type { Registries, RegistrySource } from "./registries.js";
import { reporterFor } from "./reporter/choose.js";
import type { ClosableReporter } from "./reporter/closable.js";
import { writeEvent } from "./reporter/json-lines.js";

/** One run of one command. */
export class Session {
  readonly host: Host;
  readonly json: boolean;
  /** Colours of the standard output. */
  readonly colours: Colours;
  readonly #reporter: ClosableReporter;
  readonly #registries: RegistrySource;
  readonly #abort = new AbortController();
  #hook: (() => void) | undefined;

  constructor(host: Host, registries: RegistrySource, json: boolean) {
    this.host = host;
    this.json = json;
    this.colours = coloursFor(host.stdout, host.env);
    this.#registries = registries;
    this.#reporter = reporterFor(host, json);
  }

  get reporter(): Reporter {
    return this.#reporter;
  }

  /**
   * Aborted when the command should stop. Whoever reads this promises to stop then: from here on, the first Ctrl+C does
   * not end the process by itself.
   */
  get signal(): AbortSignal {
    this.#hook ??= this.host.onStop((reason) => this.#stop(reason));
    return this.#abort.signal;
  }

  registries(): Promise<Registries> {
    return this.#registries();
  }

  /** Writes the answer: a line of JSON for a machine, `text` for a person. */
  result(json: JsonObject, text: string): void {
    this.#reporter.close(false);
    if (this.json) writeEvent(this.host.stdout, "result", json);
    else if (text !== "") this.host.stdout.write(`${text}\n`);
  }

  /** Leaves requests to stop to somebody else: a server drains in its own way. */
  releaseSignals(): void {
    this.#hook?.();
    this.#hook = undefined;
  }

  /**
   * Leaves the terminal as it was found.
   *
   * @param stopped true when the command failed or was interrupted.
   */
  close(stopped: boolean): void {
    this.releaseSignals();
    this.#reporter.close(stopped);
  }

  #stop(reason: StopReason): void {
    if (reason === "SIGINT") this.#reporter.warn("stopping; press Ctrl+C again to end at once");
    this.#abort.abort(reason);
  }
}
