import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { steadySink } from "../../system/steady-sink.js";

/** A stream that takes bytes, does not take them now, or has lost its reader. */
class Pipe extends Writable {
  readonly lines: string[] = [];
  stuck = false;
  #waiting: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.lines.push(chunk.toString());
    if (this.stuck) this.#waiting = done;
    else done();
  }

  goOn(): void {
    this.stuck = false;
    this.#waiting?.();
  }
}

describe("a log that cannot be written", () => {
  test("keeps no more than a bound for a reader that does not read, and says later how much was lost", () => {
    const pipe = new Pipe();
    const sink = steadySink(pipe);
    sink.write("first\n");
    pipe.stuck = true;
    const line = `${"x".repeat(1_000)}\n`;
    for (let i = 0; i < 5_000; i++) sink.write(line);
    expect(pipe.writableLength).toBeLessThan(1_100_000);
    pipe.goOn();
    sink.write("last\n");
    const written = pipe.lines.join("").split("\n");
    const kept = written.filter((one) => one.startsWith("xxx")).length;
    expect(written.at(-2)).toBe("last");
    expect(JSON.parse(written.at(-3) ?? "")).toEqual({
      event: "log lost",
      lines: 5_000 - kept,
      reason: "its reader does not keep up",
    });
  });

  test("ends nothing when its reader is gone", () => {
    const pipe = new Pipe();
    const sink = steadySink(pipe);
    pipe.destroy(new Error("EPIPE"));
    expect(() => sink.write("x")).not.toThrow();
  });

  test("is written again when a full disk has room", () => {
    const folder = mkdtempSync(join(tmpdir(), "kiln-sink-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const full = openSync("/dev/full", "w");
    const stream = Object.assign(new Pipe(), { fd: full });
    const sink = steadySink(stream);
    sink.write("one\n");
    sink.write("two\n");
    // The same descriptor, which leads to a file with room from now on.
    closeSync(full);
    const path = join(folder, "log");
    expect(openSync(path, "w")).toBe(full);
    sink.write("three\n");
    closeSync(full);
    const [lost, three] = readFileSync(path, "utf8").split("\n");
    expect(JSON.parse(lost ?? "")).toMatchObject({ event: "log lost", lines: 2 });
    expect(three).toBe("three");
  });
});
