import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { FailedError } from "../core/errors.js";

/** Kiln's own version: that of the nearest `package.json` named `kilnjs` above this file, compiled or not. */
export async function kilnVersion(): Promise<string> {
  const schema = z.object({ name: z.literal("kilnjs"), version: z.string() });
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = schema.safeParse(await readJson(join(folder, "package.json")));
    if (found.success) return found.data.version;
    if (folder === dirname(folder)) throw new FailedError("Kiln does not find its own package.json");
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}
