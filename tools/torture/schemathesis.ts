/**
 * Schemathesis (https://schemathesis.readthedocs.io): requests made from `/openapi.json`, those that it allows and those that
 * it does not, and answers held against it. It is installed beside Kiln, in `.kiln/torture`, and nothing else needs it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FailedError } from "../../core/errors.js";

const VERSION = "4.32.5";

/**
 * Left out: `positive_data_acceptance`, since a schema cannot say that a text is a picture, or that exactly one of two fields
 * is given; such requests are 400 with the reason, which is right.
 */
const EXCLUDED = ["positive_data_acceptance"];

/** @returns the exit code: 0 when there is no finding. Its words go to the standard output. */
export async function schemathesis(url: string, folder: string, examples: number): Promise<number> {
  const environment = join(folder, "schemathesis");
  const st = join(environment, "bin", "st");
  if (!existsSync(st)) {
    await run("python3", ["-m", "venv", environment]);
    await run(join(environment, "bin", "pip"), ["install", "--quiet", `schemathesis==${VERSION}`]);
  }
  return await exitOf(st, [
    "run",
    `${url}/openapi.json`,
    "--checks=all",
    `--exclude-checks=${EXCLUDED.join(",")}`,
    `--max-examples=${examples}`,
    "--workers=2",
    // A machine at work with other things is slow, and no finding.
    "--request-timeout=60",
    "--seed=1",
    "--continue-on-failure",
    "--warnings=off",
  ]);
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const code = await exitOf(command, args);
  if (code !== 0) throw new FailedError(`${command} ${args.join(" ")} ended with exit code ${code}`);
}

async function exitOf(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
