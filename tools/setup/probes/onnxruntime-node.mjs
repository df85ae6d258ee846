/** Runs a tiny model in onnxruntime-node, in a process of its own, since a native fault ends it. */
import { report } from "./report.mjs";
import { ONNX_MODEL, proveRuntime } from "./tiny-model.mjs";

await report(async () => {
  const ort = await import("onnxruntime-node");
  await proveRuntime(ort, ONNX_MODEL);
  return `onnxruntime-node ${ort.env.versions.node}, numbers exact`;
});
