import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FailedError, messageOf } from "../core/errors.js";
import { WEIGHTS_FILE, type WrittenGraphModel } from "./graph-model.js";

/**
 * Writes `model.json` and `weights.bin` into a directory that does not exist yet: the whole of it, or nothing.
 *
 * @throws FailedError when the directory exists already or cannot be written.
 */
export async function saveGraphModel(directory: string, written: WrittenGraphModel): Promise<void> {
  let temporary: string | undefined;
  try {
    await mkdir(dirname(directory), { recursive: true });
    temporary = await mkdtemp(`${directory}.writing-`);
    await writeFile(join(temporary, WEIGHTS_FILE), written.weights);
    await writeFile(join(temporary, "model.json"), `${JSON.stringify(written.modelJson, null, 1)}\n`);
    await rename(temporary, directory);
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    const message = messageOf(cause);
    throw new FailedError(`the graph-model cannot be written: ${message}`, {
      where: { file: directory },
      next: "Check that the folder above it can be written, and that nothing but an empty folder has this name yet.",
      cause,
    });
  }
}
