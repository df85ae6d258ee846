/**
 * `.keras` files: a zip of `config.json`, `metadata.json` and `model.weights.h5`. fflate unpacks it: 8 kB, typed, without
 * dependencies, where Node has inflate but no zip.
 */
import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { FailedError, messageOf } from "../../../core/errors.js";
import type { SourceModel } from "../model-json.js";
import { archiveWeights } from "./archive-weights.js";
import { withHdf5 } from "./hdf5.js";
import type { Config } from "./json-object.js";

/** Reads a `.keras` file. @throws FailedError saying which part of it is missing or damaged. */
export async function readKerasArchive(file: string): Promise<SourceModel> {
  const parts = unzip(await readFile(file), file);
  const config = json(part(parts, "config.json", file), file);
  const metadata = parts["metadata.json"] === undefined ? {} : json(parts["metadata.json"], file);
  const weights = await withHdf5(part(parts, "model.weights.h5", file), file, (archive) =>
    archiveWeights(archive, config, file),
  );
  const version = typeof metadata.keras_version === "string" ? metadata.keras_version : "3";
  return {
    file,
    kind: "layers-model",
    topology: { model_config: config, keras_version: version },
    weights,
    writtenBy: `Keras ${version}`,
  };
}

function unzip(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw new FailedError(`the file is no zip archive, or a damaged one: ${messageOf(cause)}`, {
      where: { file },
      next: "Save the model again: model.save('model.keras') in Keras.",
      cause,
    });
  }
}

function part(parts: Record<string, Uint8Array>, name: string, file: string): Uint8Array {
  const found = parts[name];
  if (found !== undefined) return found;
  throw new FailedError(`the archive holds no ${name}, so it is no .keras file`, {
    where: { file },
    next: "Save the model again: model.save('model.keras') in Keras.",
  });
}

function json(bytes: Uint8Array, file: string): Config {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === "object" && value !== null) return value as Config;
  } catch (cause) {
    throw new FailedError(`the archive's JSON is damaged: ${messageOf(cause)}`, { where: { file }, cause });
  }
  throw new FailedError("the archive's JSON is no object", { where: { file } });
}
