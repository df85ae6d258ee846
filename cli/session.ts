/** What a command is given: where to report, where to print, and how it learns that it should stop. */
import type { Models } from "../config/models.js";
import type { Project } from "../config/project.js";
import type { ModelRegistry } from "../core/definition.js";
import type { JsonObject } from "../core/json.js";
import type { Reporter } from "../core/reporter.js";
import type { AnyRecipe } from "../train/recipe.js";
import { type Colours, coloursFor } from "./colours.js";
import type { Host, StopReason } from "./host.js";
import { reporterFor } from "./reporter/choose.js";
import type { ClosableReporter } from "./reporter/closable.js";
import { writeEvent } from "./reporter/json-lines.js";

/** Gives the project when a command needs it: to read a config takes longer than printing a help text may. */
export type ProjectSource = () => Promise<Project>;

/** One run of one command. */
export class Session {
  readonly host: Host;
  readonly json: boolean;
  /** Colours of the standard output. */
  readonly colours: Colours;
  readonly #reporter: ClosableReporter;
  readonly #project: ProjectSource;
  readonly #abort = new AbortController();
  #hook: (() => void) | undefined;
  #remarked = false;

  constructor(host: Host, project: ProjectSource, json: boolean) {
    this.host = host;
    this.json = json;
    this.colours = coloursFor(host.stdout, host.env);
    this.#project = project;
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

  /** The project around the working directory; without a config one without models. */
  project(): Promise<Project> {
    return this.#project();
  }

  /** @throws UsageError when there is no config. */
  async models(): Promise<Models> {
    const { models, config } = await this.#project();
    if (config === null && models.names.length === 0) {
      const { noConfig } = await import("../config/find.js");
      throw noConfig(process.cwd());
    }
    return models;
  }

  /** @throws UsageError when there is no config, no such model, or no recipe of it. */
  async recipe(model: string): Promise<AnyRecipe> {
    const models = await this.models();
    const { recipeOf } = await import("../train/configured.js");
    return await recipeOf(models, model);
  }

  /**
   * All models of the project that can be loaded; a warning names each that cannot. None without a config: what has been
   * published is there all the same.
   *
   * @throws UsageError when two of them have a processing of the same name.
   */
  async registry(): Promise<ModelRegistry> {
    const { models } = await this.#project();
    return await models.all((name, error) => {
      this.#reporter.warn(`the model "${name}" is left out: ${error.message.replaceAll("\n", " ")}`);
    });
  }

  /** The model repository: the one that was named, or the project's. */
  async repository(named: string | undefined): Promise<string> {
    if (named !== undefined) return named;
    const { repository, remark } = (await this.#project()).places;
    if (remark !== null && !this.#remarked) this.#reporter.note(remark);
    this.#remarked = true;
    return repository;
  }

  /** The folder of runs: the one that was named, or the project's. */
  async runs(named: string | undefined): Promise<string> {
    return named ?? (await this.#project()).places.runs;
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
