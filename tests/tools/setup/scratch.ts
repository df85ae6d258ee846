import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Progress } from "../../../tools/setup/progress.mjs";

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kiln-setup-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A progress display that is kept as text. */
export function recordedProgress(options: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  const progress = new Progress({ write: (text: string) => written.push(text), ...options });
  return { progress, text: () => written.join("") };
}
