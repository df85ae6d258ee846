/** `kiln demo`, the way `npm start` ends: once stopped in the middle, once finished, once with nothing left to do. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { hasPython } from "../export/toolchain.js";
import { copyExample } from "./example-project.js";
import { type Ended, type Event, start } from "./kiln.js";

// The model that is trained in seconds: what is looked at here is the same for each.
const folder = copyExample("parcel");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demo = (...more: string[]) => start(folder, ["demo", "parcel", "--json", ...more]);
const notes = ({ events }: Ended) => events.filter(({ event }) => event === "note").map(({ text }) => text as string);
const made = ({ events }: Ended) => events.filter(({ event }) => event === "model");
const runs = () => readdirSync(join(folder, "runs", "parcel"));

function manifest(version: number) {
  const file = join(folder, "published", "parcel", String(version), "manifest.json");
  return JSON.parse(readFileSync(file, "utf8"));
}

it("stops on Ctrl+C with its training kept, and leaves nothing at work", async () => {
  const running = demo("--no-serve");
  await running.event(({ event, label, done }: Event) => event === "progress" && label === "training" && done > 5);
  running.process.kill("SIGINT");
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  expect(ended.events.at(-1)).toMatchObject({ event: "error", kind: "interrupted" });
  const status = JSON.parse(readFileSync(join(folder, "runs", "parcel", runs()[0] ?? "", "status.json"), "utf8"));
  expect(status.status).toBe("interrupted");
  expect(existsSync(join(folder, "published"))).toBe(false);
});

it("goes on where it was stopped, and publishes a version that three runtimes agree on", async () => {
  const ended = await demo("--no-serve").ended;
  expect(ended.err).not.toContain("error:");
  expect(ended.code).toBe(0);
  expect(notes(ended)).toContainEqual(expect.stringMatching(/was interrupted: going on with it/));
  expect(runs()).toHaveLength(1);
  expect(made(ended)).toMatchObject([{ model: "parcel", version: 1, reused: false }]);
  const { verification, training } = manifest(1);
  expect(verification.runtimes).toHaveLength(3);
  for (const one of verification.runtimes) expect(one.maxScaledDifference).toBeLessThanOrEqual(1e-5);
  // Both roads to ONNX where there is a Python for the other one; without it the demo says so and goes on.
  if (hasPython) expect(verification.witness.maxScaledDifference).toBeLessThanOrEqual(1e-5);
  else expect(notes(ended).join("\n")).toContain("no Python environment");
  expect(training).toMatchObject({ preset: "demo", seed: 1, finished: true });
  for (const file of [made(ended)[0]?.report, made(ended)[0]?.card]) expect(existsSync(join(folder, file))).toBe(true);
});

it("only serves the second time, drains on SIGTERM, and says how to start anew", async () => {
  const running = demo("--port", "0");
  const { url } = await running.event(({ event }) => event === "result");
  expect((await fetch(`${url}/v1/models/parcel`)).status).toBe(200);
  running.process.kill("SIGTERM");
  const ended = await running.ended;
  expect(ended.code).toBe(0);
  expect(made(ended)).toMatchObject([{ version: 1, reused: true }]);
  expect(notes(ended).join("\n")).toContain("--fresh");
  expect(runs()).toHaveLength(1);
});

it("exports a finished run again when its version is gone, without training", async () => {
  rmSync(join(folder, "published"), { recursive: true });
  const ended = await demo("--no-serve").ended;
  expect(ended.code).toBe(0);
  expect(made(ended)).toMatchObject([{ version: 1, reused: false }]);
  expect(ended.events.some(({ event, label }) => event === "progress" && label === "training")).toBe(false);
  expect(runs()).toHaveLength(1);
});
