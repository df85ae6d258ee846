/** Reads a model of whatever kind a file is, or says in plain words what to do with it. */
import { open, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { FailedError, hasCode, messageOf, NotFoundError } from "../../core/errors.js";
import { readModelJson, type SourceModel } from "./model-json.js";

/** Files of other kinds that people have, and the way from there. */
const OTHERS: Readonly<Record<string, readonly [what: string, next: string]>> = {
  ".onnx": ["an ONNX file already", "There is nothing to convert."],
  ".pb": ["a TensorFlow graph (SavedModel)", "Convert it with tensorflowjs_converter or tf2onnx, which read it."],
  ".tflite": ["a TensorFlow Lite file", "Convert the model that it was made of; tf2onnx --tflite reads it too."],
  ".pt": ["a PyTorch file", "Export it with torch.onnx.export."],
  ".pth": ["a PyTorch file", "Export it with torch.onnx.export."],
  ".safetensors": ["weights without a model", "Convert the model that they belong to."],
  ".bin": ["a weight file", "Give the model.json beside it."],
};

/**
 * Reads a model.
 *
 * @throws NotFoundError, FailedError; see `readModelJson` and `readKerasFile`.
 */
export async function readModel(file: string): Promise<SourceModel> {
  if (await isFolder(file)) {
    const inside = join(file, "model.json");
    if (await exists(inside)) return await readModelJson(inside);
    if (await exists(join(file, "saved_model.pb"))) throw other(file, OTHERS[".pb"]);
    throw new FailedError("this is a folder without a model.json", { where: { file }, next: "Give the model's file." });
  }
  const start = await firstBytes(file);
  if (start.subarray(0, 8).equals(HDF5)) {
    const { readHdf5Model } = await import("./keras/hdf5.js");
    return await readHdf5Model(file);
  }
  if (start.subarray(0, 4).equals(ZIP)) {
    const { readKerasArchive } = await import("./keras/archive.js");
    return await readKerasArchive(file);
  }
  const known = OTHERS[extname(file).toLowerCase()];
  if (known !== undefined) throw other(file, known);
  return await readModelJson(file);
}

const HDF5 = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

function other(file: string, known: readonly [what: string, next: string] | undefined): FailedError {
  const [what, next] = known ?? ["of a kind that is not known", ""];
  return new FailedError(`this is ${what}`, { where: { file }, next });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) {
      throw new NotFoundError("there is no such file", { where: { file: path }, next: "Look at the path.", cause });
    }
    throw new FailedError(messageOf(cause), { where: { file: path }, cause });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) return false;
    throw new FailedError(messageOf(cause), { where: { file: path }, cause });
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(8);
    const { bytesRead } = await handle.read(buffer, 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
