/** A contender as the bench holds it: a process of its own that answers one question at a time. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { FailedError } from "../../../core/errors.js";
import { parseJsonAs } from "../../../core/json.js";
import { type Answer, answerSchemas, envelopeSchema, type Request, readySchema } from "./messages.js";

/** How to start a contender. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An answer with the processor time that it took. */
export type Answered<Name extends Request["do"]> = Answer<Name> & { readonly cpuMs: number };

/** Lines of the standard error that are kept, to say why a contender died. */
const KEPT_LINES = 12;

/** A contender at work. */
export class ContenderProcess {
  readonly name: string;
  #versions: Readonly<Record<string, string>> = {};
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  readonly #words: string[] = [];
  #cpuMs = 0;
  #ended: FailedError | undefined;

  private constructor(name: string, { file, args, env }: Command) {
    this.name = name;
    this.#child = spawn(file, [...args], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#lines = createInterface({ input: this.#child.stdout }).on("line", (line) =>
      this.#waiting.shift()?.resolve(line),
    );
    createInterface({ input: this.#child.stderr }).on("line", (line) => {
      this.#words.push(line);
      if (this.#words.length > KEPT_LINES) this.#words.shift();
    });
    this.#child.stdin.on("error", () => undefined); // that the child is gone is told by "close"
    this.#child.once("error", (cause) => this.#end(`cannot be started: ${cause.message}`));
    this.#child.once("close", (code, signal) => this.#end(`ended with ${signal ?? `exit code ${code}`}`));
  }

  /**
   * Starts a contender and waits until it is ready.
   *
   * @throws FailedError with the last words of its standard error when it does not come so far.
   */
  static async start(name: string, command: Command): Promise<ContenderProcess> {
    const contender = new ContenderProcess(name, command);
    const { versions, cpuMs } = parseJsonAs(
      readySchema,
      await contender.#nextLine(),
      "first line of a contender",
      name,
    );
    contender.#versions = versions;
    contender.#cpuMs = cpuMs;
    return contender;
  }

  /** Versions of what it computes with. */
  get versions(): Readonly<Record<string, string>> {
    return this.#versions;
  }

  /**
   * Asks one question and waits for the answer, however long that takes.
   *
   * @returns the answer; `cpuMs` is what this question took.
   * @throws FailedError when the contender cannot answer, or dies.
   */
  async ask<Name extends Request["do"]>(request: Request & { readonly do: Name }): Promise<Answered<Name>> {
    const answer = this.#nextLine();
    if (this.#ended === undefined) this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await answer;
    const { cpuMs, error } = parseJsonAs(envelopeSchema, line, "answer of a contender", this.name);
    if (error !== undefined) throw new FailedError(`${this.name} cannot do "${request.do}": ${error}`);
    const before = this.#cpuMs;
    this.#cpuMs = cpuMs;
    const answered = parseJsonAs(answerSchemas[request.do], line, `answer to ${request.do}`, this.name);
    return { ...(answered as Answer<Name>), cpuMs: cpuMs - before };
  }

  /** Ends it: it stops when its input ends. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    await closed;
  }

  /** Ends it at once, whatever it is doing. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #nextLine(): Promise<string> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #end(how: string): void {
    this.#lines.close();
    const words = this.#words.join("\n");
    this.#ended ??= new FailedError(`the contender ${this.name} ${how}`, words === "" ? {} : { next: words });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
