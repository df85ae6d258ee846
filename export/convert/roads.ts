/** The ways from a graph-model to ONNX, and the operator sets that each writes. */
import { UsageError } from "../../core/errors.js";
import { DEFAULT_OPSET, HIGHEST_OPSET, LOWEST_OPSET } from "../../trace/onnx/opset.js";
import { HIGHEST_TF2ONNX_OPSET } from "./tf2onnx.js";

/**
 * `direct` writes ONNX from TypeScript; `tf2onnx` asks Microsoft's converter, in Python; `both` publishes the first and holds
 * it against the second.
 */
export type Road = "direct" | "tf2onnx" | "both";

/** All of them, the default first. */
export const ROADS: readonly Road[] = ["direct", "tf2onnx", "both"];

export { DEFAULT_OPSET };

/** @throws UsageError when a road does not write this operator set. */
export function checkOpset(road: Road, opset: number): void {
  const highest = road === "direct" ? HIGHEST_OPSET : HIGHEST_TF2ONNX_OPSET;
  if (Number.isInteger(opset) && opset >= LOWEST_OPSET && opset <= highest) return;
  const further = road === "direct" ? "" : `; --via direct takes ${LOWEST_OPSET} to ${HIGHEST_OPSET}`;
  throw new UsageError(`opset ${opset} cannot be written`, {
    where: { field: "--opset" },
    next: `--via ${road} takes ${LOWEST_OPSET} to ${highest}${further}.`,
  });
}
