/** Models in memory, as files would give them. */
import type { SourceModel } from "../../export/tfjs/model-json.js";
import type { Weight } from "../../export/tfjs/weights.js";

/** An array as `make.py` packs it. */
export interface Packed {
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
  readonly values: string;
}

/** A model of Keras with its own answers. */
export interface KerasCase {
  readonly name: string;
  readonly config: Record<string, unknown>;
  readonly weights: readonly (Packed & { readonly name: string })[];
  readonly inputs: readonly Packed[];
  readonly outputs: readonly Packed[];
}

/** The numbers of a packed array. */
export function unpacked({ dtype, values }: Packed): Float32Array | Int32Array {
  const bytes = Buffer.from(values, "base64");
  const copy = new Uint8Array(bytes).buffer;
  return dtype === "float32" ? new Float32Array(copy) : new Int32Array(copy);
}

/** A model as `readModelJson` gives it, without the file. */
export function sourceOf({ config, weights }: Pick<KerasCase, "config" | "weights">, keras: string): SourceModel {
  const topology = { model_config: config, keras_version: keras };
  return {
    file: "model.json",
    kind: "layers-model",
    topology,
    weights: weights.map((weight): Weight => ({ ...weight, values: unpacked(weight) })),
    writtenBy: `Keras ${keras}`,
    json: { modelTopology: topology },
  };
}
