/**
 * HDF5 files of Keras (`model.save("model.h5")`), read by h5wasm: the HDF5 group's own library as WebAssembly, which reads
 * what JavaScript's own readers do not (compressed and chunked data).
 */
import { readFile } from "node:fs/promises";
import type { Dataset, File, Group } from "h5wasm/node";
import { FailedError, messageOf } from "../../../core/errors.js";
import type { SourceModel } from "../model-json.js";
import { checked, type Weight } from "../weights.js";
import type { Config } from "./json-object.js";

/** Opens an HDF5 file in memory. @throws FailedError when it is damaged. */
export async function withHdf5<Result>(
  bytes: Uint8Array,
  file: string,
  work: (archive: File) => Result,
): Promise<Result> {
  const h5wasm = await import("h5wasm/node");
  const module = await h5wasm.ready;
  const { FS } = module;
  const path = `/kiln-${process.pid}.h5`;
  FS.writeFile(path, bytes);
  try {
    const archive = new h5wasm.File(path, "r");
    try {
      return work(archive);
    } finally {
      archive.close();
    }
  } catch (cause) {
    if (cause instanceof FailedError) throw cause;
    throw new FailedError(`the HDF5 file is damaged: ${messageOf(cause)}`, {
      where: { file },
      next: "Save the model again, or fetch the file again.",
      cause,
    });
  } finally {
    FS.unlink(path);
  }
}

/**
 * Reads a model that Keras saved as HDF5.
 *
 * @throws FailedError for a file of weights alone, and for a damaged one.
 */
export async function readHdf5Model(file: string): Promise<SourceModel> {
  return await withHdf5(await readFile(file), file, (archive) => {
    const config = attribute(archive, "model_config");
    if (config === undefined) {
      throw new FailedError("this HDF5 file holds weights without a model", {
        where: { file },
        next: "Save the whole model: model.save('model.h5'), not model.save_weights.",
      });
    }
    const version = attribute(archive, "keras_version") ?? "2";
    const weights = archive.get("model_weights") as Group | null;
    return {
      file,
      kind: "layers-model",
      topology: { model_config: JSON.parse(config) as Config, keras_version: version },
      weights: weights === null ? [] : layersWeights(weights, file),
      writtenBy: `Keras ${version}`,
    };
  });
}

function attribute(holder: File | Group, name: string): string | undefined {
  const value: unknown = holder.attrs[name]?.value;
  return typeof value === "string" ? value : undefined;
}

function names(holder: Group, attributeName: string): string[] {
  const value: unknown = holder.attrs[attributeName]?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

/** A group for each layer, and in it the paths of its weights: `dense/kernel:0`. */
function layersWeights(group: Group, file: string): Weight[] {
  return names(group, "layer_names").flatMap((layer) => {
    const inside = group.get(layer) as Group | null;
    if (inside === null) return [];
    return names(inside, "weight_names").map((name) => {
      const data = inside.get(name) as Dataset | null;
      if (data === null) {
        throw new FailedError(`the weight ${JSON.stringify(name)} is missing`, {
          where: { file },
          next: "The file is damaged: save the model again.",
        });
      }
      // Keras 2 repeats the layer's name in the path; Keras 3 may leave it out.
      return datasetWeight(data, name.split("/").includes(layer) ? name : `${layer}/${name}`, file);
    });
  });
}

/** The numbers of a dataset, as a weight. @throws FailedError for an element type that no graph here holds. */
export function datasetWeight(data: Dataset, name: string, file: string): Weight {
  const shape = data.shape ?? [];
  const values: unknown = data.value;
  const list =
    values instanceof Float32Array || values instanceof Float64Array || values instanceof Int32Array
      ? values
      : typeof values === "number"
        ? Float32Array.of(values)
        : typeof values === "bigint"
          ? Int32Array.of(Number(values))
          : values instanceof BigInt64Array || values instanceof BigUint64Array
            ? Int32Array.from(values, Number)
            : values instanceof Uint32Array || values instanceof Uint8Array || values instanceof Int8Array
              ? Int32Array.from(values)
              : undefined;
  if (list === undefined) {
    throw new FailedError(`the weight ${JSON.stringify(name)} has an element type that is not known`, {
      where: { file },
    });
  }
  if (list instanceof Int32Array) return { name, shape, dtype: "int32", values: list };
  return checked({ name, shape, dtype: "float32", values: Float32Array.from(list) }, file);
}
