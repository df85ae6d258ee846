import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { processStart } from "../../../tools/setup/processes.mjs";
import { scratchFolder } from "./scratch.js";

const FAKE_SETUP = fileURLToPath(new URL("programs/fake-setup.mjs", import.meta.url));

function startSetup(root: string) {
  const child = spawn(process.execPath, [FAKE_SETUP, root], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  let messages = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (messages += text));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, output, messages }));
  return { child, ended };
}

async function runSetup(root: string) {
  const { code, output, messages } = await startSetup(root).ended;
  expect(code, messages).toBe(0);
  return { ...(JSON.parse(output) as { ran: { name: string; why: string }[]; texts: string[] }), messages };
}

/** Waits until a step of the fake set-up hangs in its middle, and gives the process id of its command. */
async function hangs(root: string, step: string): Promise<number> {
  const mark = join(root, `stopped-in-${step}`);
  while (!existsSync(mark) || readFileSync(mark, "utf8") === "") await new Promise((go) => setTimeout(go, 20));
  return Number(readFileSync(mark, "utf8"));
}

describe("setup", () => {
  it.each(["one", "two", "three"])("killed in the middle of step %s, is repaired by the next start", async (step) => {
    const root = scratchFolder();
    writeFileSync(join(root, `stop-in-${step}`), "");
    const { child, ended } = startSetup(root);
    const orphan = await hangs(root, step);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    expect(processStart(orphan)).toBeDefined();

    rmSync(join(root, `stop-in-${step}`));
    const { ran, texts, messages } = await runSetup(root);
    const names = ["one", "two", "three"];
    expect(ran.map(({ name }) => name)).toEqual(names.slice(names.indexOf(step)));
    expect(ran[0]?.why).toBe("the last try was cut off");
    expect(texts).toEqual(["whole", "whole", "whole"]);
    expect(processStart(orphan)).toBeUndefined();
    expect(messages).toContain("Ended what a killed set-up had left running (1 process)");
    expect((await runSetup(root)).ran).toEqual([]);
  });

  it("stopped by SIGTERM, ends its command, exits with 130 and lets the next one in", async () => {
    const root = scratchFolder();
    writeFileSync(join(root, "stop-in-two"), "");
    const { child, ended } = startSetup(root);
    const command = await hangs(root, "two");
    child.kill("SIGTERM");
    const { code, messages } = await ended;
    expect(code).toBe(130);
    expect(messages).toContain("Setup was stopped");
    expect(processStart(command)).toBeUndefined();
    rmSync(join(root, "stop-in-two"));
    const { ran } = await runSetup(root);
    expect(ran.map(({ name }) => name)).toEqual(["two", "three"]);
  });

  it("started twice at once, does the work once", async () => {
    const root = scratchFolder();
    const results = await Promise.all([runSetup(root), runSetup(root)]);
    expect(results.map(({ ran }) => ran.length).sort()).toEqual([0, 3]);
    for (const { texts } of results) expect(texts).toEqual(["whole", "whole", "whole"]);
  });
});
