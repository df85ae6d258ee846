import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const PROGRAM = fileURLToPath(new URL("programs/exit-as-told.mjs", import.meta.url));

function start(script: string) {
  const child = spawn(process.execPath, [PROGRAM, script], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

describe("the program that setup was for", () => {
  it.each([
    ["process.exit(0)", 0],
    ["process.exit(4)", 4],
    ['process.kill(process.pid, "SIGKILL")', 137],
  ])("%s gives exit code %i", async (script, code) => {
    expect(await once(start(script), "exit")).toEqual([code, null]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("gets %s, and may take its time to end", async (signal) => {
    const child = start(`
      process.on("${signal}", () => setTimeout(() => process.exit(7), 100));
      setInterval(() => {}, 1000);
      console.log("ready");`);
    await once(child.stdout, "data");
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([7, null]);
  });
});
