import type { Tensor2D } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../core/random.js";
import { facesRecipe } from "../../models/faces/train/recipe.js";
import { trendRecipe } from "../../models/trend/train/recipe.js";
import { traceInference } from "../../trace/batch.js";
import { type LayerFlow, layerFlow } from "../../trace/layer-flow.js";
import { scope } from "../../trace/scope.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { recordGraph } from "../../train/freeze-graph.js";
import { dispose, upload } from "../../train/host-tensors.js";
import type { AnyRecipe, TensorMap } from "../../train/recipe.js";
import { resolveSettings } from "../../train/settings.js";
import { parcelRecipe } from "../fixtures/parcel.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

/** `from -> to`, sorted: `input x -> layer dense`; `~>` goes back. */
function linesOf({ edges }: LayerFlow): string[] {
  return edges.map(({ from, to, back }) => `${from} ${back ? "~>" : "->"} ${to}`).sort();
}

function flowsOf(recipe: AnyRecipe, set: string[], fitted = {}): Record<string, LayerFlow> {
  const { settings } = resolveSettings(recipe, undefined, set);
  const weights = upload(tf, recipe.initialize(settings, Random.seeded(1, "weights")));
  const forwards = recipe.graphs(tf, settings, fitted);
  const flows = recipe.model.contract(recipe.model.config.parse(settings)).map((contract) => {
    const forward = forwards[contract.name];
    if (forward === undefined) throw new Error(`there is no graph ${contract.name}`);
    return [contract.name, layerFlow(recordGraph(contract, tf, weights, forward), Object.keys(weights))] as const;
  });
  dispose(weights);
  return Object.fromEntries(flows);
}

describe("the flow of a graph", () => {
  const weights = (): TensorMap => ({
    "a/kernel": tf.ones([3, 4]),
    "a/bias": tf.zeros([4]),
    "b/kernel": tf.ones([4, 4]),
    "deep/er/kernel": tf.ones([4, 2]),
  });
  const x = { name: "x", dtype: "float32", shape: ["batch", 3] } as const;
  const flowed = (fn: (weights: TensorMap, inputs: TensorMap) => TensorMap): LayerFlow => {
    const given = weights();
    const graph = traceInference(tf, (inputs) => fn(given, inputs), [x], { constants: given });
    const flow = layerFlow(graph, Object.keys(given));
    dispose(given);
    return flow;
  };
  const times = (input: unknown, w: TensorMap, name: string) => tf.matMul(input as Tensor2D, w[name] as Tensor2D);

  it("has branches and joins, and skips", () => {
    const flow = flowed((w, inputs) => {
      const first = tf.relu(tf.add(times(inputs.x, w, "a/kernel"), w["a/bias"] as Tensor2D));
      const second = tf.add(times(first, w, "b/kernel"), first);
      return { heads: times(second, w, "deep/er/kernel"), raw: tf.tanh(first) };
    });
    expect(linesOf(flow)).toEqual([
      "input x -> layer a",
      "layer a -> layer b",
      "layer a -> layer deep/er",
      "layer a -> output raw",
      "layer b -> layer deep/er",
      "layer deep/er -> output heads",
    ]);
    expect(flow.boxes.map(({ id, shape }) => `${id} ${shape.join()}`)).toContain("layer deep/er ,2");
  });

  it("shows a scope without weights as a box, a scope of layers as none, and a layer used again as a line back", () => {
    const flow = flowed((w, inputs) => {
      const scaled = scope("scaling", () => scope("inner", () => tf.mul(inputs.x as Tensor2D, 2)));
      let state = scope("deep", () => tf.relu(times(scaled, w, "a/kernel")));
      for (let step = 0; step < 2; step++) state = tf.add(times(state, w, "b/kernel"), w["a/bias"] as Tensor2D);
      return { y: state };
    });
    expect(linesOf(flow)).toEqual([
      "input x -> scope scaling",
      "layer a -> layer b",
      "layer a -> output y",
      "layer b ~> layer a",
      "scope scaling -> layer a",
    ]);
  });

  it("counts no length as data, and a transposed weight as a weight", () => {
    const flow = flowed((w, inputs) => {
      const turned = tf.transpose(w["a/kernel"] as Tensor2D);
      const y = tf.matMul(inputs.x as Tensor2D, turned, false, true);
      return { y: tf.add(y, tf.zeros([(inputs.x as Tensor2D).shape[0], 4])) };
    });
    expect(linesOf(flow)).toEqual(["input x -> layer a", "layer a -> output y"]);
  });
});

describe("the flow of the models", () => {
  it("faces: mean and log-variance are parallel heads", () => {
    const flows = flowsOf(facesRecipe as unknown as AnyRecipe, ["width=4", "hidden=16", "latent=4"]);
    expect(linesOf(flows.faces_encoder as LayerFlow)).toEqual([
      "input image -> layer encoder/conv1",
      "layer encoder/conv1 -> layer encoder/conv2",
      "layer encoder/conv2 -> layer encoder/conv3",
      "layer encoder/conv3 -> layer encoder/conv4",
      "layer encoder/conv4 -> layer encoder/dense",
      "layer encoder/dense -> layer encoder/log_variance",
      "layer encoder/dense -> layer encoder/mean",
      "layer encoder/log_variance -> output log_variance",
      "layer encoder/mean -> output mean",
    ]);
    const decoder = linesOf(flows.faces_decoder as LayerFlow);
    expect(decoder[0]).toMatch(/^input latent -> layer decoder/);
    expect(decoder.at(-1)).toMatch(/-> output image$/);
  });

  it("trend: probability and log odds are parallel, and with wide the features reach the head by two ways", () => {
    const { trend } = flowsOf(
      trendRecipe as unknown as AnyRecipe,
      ["wide=true", "headUnits=8", "units=4", "features=comparisons"],
      { temperature: 1.5 },
    );
    const lines = linesOf(trend as LayerFlow);
    expect(lines).toEqual(
      expect.arrayContaining(["scope calibration -> output logit", "scope calibration -> output probability"]),
    );
    expect(lines).toContain("scope features -> layer gru");
    expect(lines).toContain("scope features -> layer head/hidden");
    expect(lines).toContain("layer gru -> layer head/hidden");
    expect(lines).toContain("layer head/hidden -> layer head");
    expect(lines.filter((line) => line.includes("~>"))).toEqual([]);
  });

  it("the toy: two inputs meet", () => {
    const { parcel } = flowsOf(parcelRecipe as unknown as AnyRecipe, []);
    expect(linesOf(parcel as LayerFlow)).toEqual([
      "input edges -> layer edges",
      "input zone -> layer zones",
      "layer edges -> output price",
      "layer edges -> output shares",
      "layer zones -> output price",
    ]);
  });
});
