/** A layers-model of tfjs or Keras, made ready to be recorded. */
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { FailedError, KilnError, messageOf } from "../../core/errors.js";
import { recurrentLayers } from "../../trace/recurrent.js";
import type { Tfjs } from "../../trace/tfjs.js";
import type { Convertible, DeclaredInput, Reference } from "./convertible.js";
import { assignWeights } from "./keras/assign-weights.js";
import { normalizeTopology } from "./keras/config.js";
import { registerKerasLayers } from "./keras/register.js";
import { runModel } from "./keras/run-model.js";
import type { SourceModel } from "./model-json.js";
import { quietly } from "./quietly.js";
import { joinedBytes } from "./weights.js";

/**
 * Makes a model of a file's topology and weights.
 *
 * The reference is tfjs itself, reading the same file in its own way. Where tfjs refuses the file, or carries masks in another
 * way than Keras, it is Kiln's reading of it, computed by tfjs; each layer and option of that is held against Keras' own values
 * in Kiln's tests.
 *
 * @throws FailedError naming the layer and the option that cannot be converted.
 */
export async function readLayersModel(tf: Tfjs, source: SourceModel): Promise<Convertible> {
  const { file } = source;
  registerKerasLayers(tf);
  const { config, keras3, masked } = normalizeTopology(source.topology);
  const model = await made(tf, config, file);
  assignWeights(tf, model, source.weights, file);
  const keras = keras3 || source.writtenBy.startsWith("Keras");
  const inputs = declaredInputs(model, file);
  const outputs = unique(model.outputNames);
  const ordered = (tensors: Readonly<Record<string, Tensor>>): Tensor[] =>
    inputs.map(({ name }) => given(tensors, name));
  const own: Reference = (tensors) => runModel(tf, model, ordered(tensors), keras);
  // tfjs hands masks on to layers that they do not belong to, and leaves them out of others: no witness for Keras' meaning.
  const byTfjs = keras && masked ? undefined : await tfjsReads(tf, source);
  const reference: Reference =
    byTfjs === undefined
      ? own
      : (tensors) => {
          const result = byTfjs.predict(ordered(tensors), { batchSize: 1024 });
          return Array.isArray(result) ? result : [result];
        };
  return {
    inputs,
    outputs,
    constants: Object.fromEntries(model.weights.map((weight) => [weight.name, weight.read()])),
    fn: (tensors) => {
      const results = runModel(tf, model, ordered(tensors), keras);
      return Object.fromEntries(outputs.map((name, i) => [name, given(results, i)]));
    },
    reference,
    referenceName:
      byTfjs === undefined
        ? `Kiln's reading in tfjs ${tf.version.tfjs} (tfjs itself ${keras && masked ? "takes masks in another way than Keras" : "refuses the file"}; ` +
          "each layer is held against Keras' own values in Kiln's tests)"
        : `tfjs ${tf.version.tfjs}, reading the file itself`,
    recurrent: recurrentLayers(model),
    fromCode: false,
    dispose: () => {
      model.dispose();
      byTfjs?.dispose();
    },
  };
}

async function made(tf: Tfjs, config: unknown, file: string): Promise<LayersModel> {
  try {
    const model = await quietly(() => tf.models.modelFromJSON(config as never));
    if (model.inputs === undefined || model.inputs.length === 0) {
      throw new FailedError("the model says nowhere what shape its input has", {
        where: { file },
        next: "Build the model before it is saved: give the first layer an input shape.",
      });
    }
    // A Sequential has its outputs once it is built.
    if (model instanceof tf.Sequential) model.build();
    return model;
  } catch (cause) {
    if (cause instanceof KilnError) throw cause;
    throw new FailedError(`the model cannot be built: ${oneLine(messageOf(cause))}`, {
      where: { file },
      next: "Look at the layer that the message names; an option of it may be one that tfjs does not have.",
      cause,
    });
  }
}

/** The model as tfjs reads the file, or undefined where it does not. */
async function tfjsReads(tf: Tfjs, { json, weights }: SourceModel): Promise<LayersModel | undefined> {
  if (json === undefined) return undefined;
  try {
    return await quietly(() =>
      tf.loadLayersModel(
        tf.io.fromMemory({
          modelTopology: json.modelTopology as object,
          weightSpecs: weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })),
          weightData: joinedBytes(weights.map(({ values }) => values)),
        }),
      ),
    );
  } catch {
    // Whatever the reason: it is what this command is for. The report names the reference that is used instead.
    return undefined;
  }
}

function declaredInputs(model: LayersModel, file: string): DeclaredInput[] {
  return model.inputs.map(({ name: tensor, dtype, shape }, i) => {
    const name = model.inputNames[i] ?? tensor;
    if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
      throw new FailedError(`the input ${JSON.stringify(name)} has the element type ${dtype}`, {
        where: { file },
        next: "A graph here takes float32, int32 and bool.",
      });
    }
    return { name, dtype, shape: [...shape] };
  });
}

/** Two outputs of one layer have one name in tfjs. */
function unique(names: readonly string[]): string[] {
  return names.map((name, i) =>
    names.indexOf(name) === i ? name : `${name}_${names.slice(0, i).filter((other) => other === name).length}`,
  );
}

function given<Key extends string | number>(holder: { readonly [key in Key]?: Tensor }, key: Key): Tensor {
  const found = holder[key];
  if (found === undefined) throw new Error(`there is no tensor ${key}`);
  return found;
}

/** tfjs breaks its messages over several lines. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
