import { MessageChannel } from "node:worker_threads";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { answerCalls, buffersOf, type Handlers } from "../../core/channel/answer.js";
import { Channel, type ChannelOptions } from "../../core/channel/channel.js";
import type { AnsweringPort, AskingPort } from "../../core/channel/port.js";
import { FailedError, InputError, UnavailableError } from "../../core/errors.js";

interface Calls {
  double: { readonly given: { readonly values: Float32Array }; readonly answer: Float32Array };
  refuse: { readonly given: object; readonly answer: undefined };
  /** Answered when the test says so. */
  wait: { readonly given: { readonly name: string }; readonly answer: string };
}

const died = (how: string): Error => new UnavailableError(`it ${how}`);

/** Both ends over a real MessageChannel, and a way to let the answering side die. */
function connect(own: Partial<Handlers<Calls>> = {}, options: Partial<ChannelOptions> = {}, inOrder = false) {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  let die: (how: string) => void = () => undefined;
  const asking: AskingPort = {
    post: (message, transfer = []) => port1.postMessage(message, [...transfer]),
    listen: (hear, ended) => {
      port1.on("message", hear);
      die = ended;
    },
  };
  const answering: AnsweringPort = {
    post: (message, transfer = []) => port2.postMessage(message, [...transfer]),
    listen: (hear) => void port2.on("message", hear),
  };
  const handlers: Handlers<Calls> = {
    double: ({ values }) => values.map((value) => 2 * value),
    refuse: () => {
      throw new InputError("is not a number", { where: { file: "a.csv", row: 3 }, next: "Write one." });
    },
    wait: ({ name }) => name,
    ...own,
  };
  const tell = answerCalls<Calls>(answering, handlers, { inOrder, transfer: buffersOf });
  return { channel: new Channel<Calls>(asking, { died, ...options }), tell, die: (how: string) => die(how) };
}

describe("a channel", () => {
  it("answers each request with its own answer, whatever the order in which they come", async () => {
    const open = new Map<string, () => void>();
    const { channel } = connect({
      wait: ({ name }) => new Promise((resolve) => open.set(name, () => resolve(`done ${name}`))),
    });
    const first = channel.ask({ kind: "wait", name: "a" });
    const second = channel.ask({ kind: "wait", name: "b" });
    expect(channel.pending).toBe(2);
    await vi.waitFor(() => expect(open.size).toBe(2));
    open.get("b")?.();
    expect(await second).toBe("done b");
    expect(channel.pending).toBe(1);
    open.get("a")?.();
    expect(await first).toBe("done a");
    expect(channel.pending).toBe(0);
  });

  it("begins the next request when the last is answered, in order", async () => {
    const begun: string[] = [];
    const open: (() => void)[] = [];
    const wait = ({ name }: { readonly name: string }) =>
      new Promise<string>((resolve) => {
        begun.push(name);
        open.push(() => resolve(name));
      });
    const { channel } = connect({ wait }, {}, true);
    const first = channel.ask({ kind: "wait", name: "a" });
    const second = channel.ask({ kind: "wait", name: "b" });
    await vi.waitFor(() => expect(begun).toEqual(["a"]));
    open[0]?.();
    await first;
    await vi.waitFor(() => expect(begun).toEqual(["a", "b"]));
    open[1]?.();
    await second;
  });

  it("throws the other side's error, of its class and with its place", async () => {
    const { channel } = connect();
    const refused = channel.ask({ kind: "refuse" });
    await expect(refused).rejects.toBeInstanceOf(InputError);
    await expect(refused).rejects.toMatchObject({ where: { file: "a.csv", row: 3 }, next: "Write one." });
  });

  it("says which request nobody answers", async () => {
    const { channel } = connect();
    await expect(channel.ask({ kind: "toString" } as never)).rejects.toThrow('nobody answers "toString"');
  });

  it("lets go of an array that it transfers, and keeps one that it copies", async () => {
    const { channel } = connect();
    const copied = Float32Array.of(1, 2);
    expect(await channel.ask({ kind: "double", values: copied })).toEqual(Float32Array.of(2, 4));
    expect(copied.byteLength).toBe(8);
    const moved = Float32Array.of(3);
    const answer = channel.ask({ kind: "double", values: moved }, { transfer: [moved.buffer] });
    expect(moved.byteLength).toBe(0);
    expect(await answer).toEqual(Float32Array.of(6));
  });

  it("rejects what cannot be sent, and asks on", async () => {
    const { channel } = connect();
    await expect(channel.ask({ kind: "wait", name: (() => "x") as never })).rejects.toThrow("could not be cloned");
    expect(channel.pending).toBe(0);
    expect(await channel.ask({ kind: "wait", name: "b" })).toBe("b");
  });

  it("answers with an error when the answer cannot be sent", async () => {
    const { channel } = connect({ wait: () => (() => "x") as never });
    await expect(channel.ask({ kind: "wait", name: "a" })).rejects.toThrow("could not be cloned");
  });

  it("rejects all that waits when the other side dies, and all that comes later", async () => {
    const { channel, die } = connect({ wait: () => new Promise(() => undefined) });
    const waiting = [channel.ask({ kind: "wait", name: "a" }), channel.ask({ kind: "wait", name: "b" })];
    die("was killed");
    for (const one of waiting) await expect(one).rejects.toEqual(new UnavailableError("it was killed"));
    await expect(channel.ask({ kind: "wait", name: "c" })).rejects.toThrow("it was killed");
    expect(channel.pending).toBe(0);
  });

  it("keeps the first reason of its end", async () => {
    const { channel, die } = connect();
    channel.end(new FailedError("the file was closed"));
    die("ended with exit code 0");
    await expect(channel.ask({ kind: "refuse" })).rejects.toThrow("the file was closed");
  });

  it("gives up at the limit, and drops an answer that comes later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    let finish: () => void = () => undefined;
    const { channel } = connect({ wait: () => new Promise((resolve) => (finish = () => resolve("late"))) });
    const late = vi.fn(() => new UnavailableError("too slow"));
    const slow = channel.ask({ kind: "wait", name: "a" }, { limit: 50, late });
    vi.advanceTimersByTime(49);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    await expect(slow).rejects.toThrow("too slow");
    await vi.waitFor(() => finish());
    expect(await channel.ask({ kind: "double", values: Float32Array.of(1) }, { limit: 50, late })).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(late).toHaveBeenCalledTimes(1);
  });

  it("hears what is told unasked", async () => {
    const news: unknown[] = [];
    const { tell } = connect({}, { news: (one) => news.push(one) });
    tell({ done: 1 });
    tell("up");
    await vi.waitFor(() => expect(news).toEqual([{ done: 1 }, "up"]));
  });
});

describe("buffersOf", () => {
  it("finds arrays that own their buffer, each once, and leaves views of a larger one", () => {
    const own = Float32Array.of(1, 2);
    const part = new Float32Array(8).subarray(2);
    expect(buffersOf({ a: { data: own }, b: { data: own }, c: { data: part } })).toEqual([own.buffer]);
  });
});
