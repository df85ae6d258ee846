/** The operator sets that are written, and the file format that each came with. */
import { TraceError } from "../errors.js";

/** The oldest and newest operator set that is written. */
export const LOWEST_OPSET = 13;
export const HIGHEST_OPSET = 23;

/** What is written when nobody chooses. */
export const DEFAULT_OPSET = 18;

/**
 * The version of ONNX's file format (IR) that appeared with an operator set: https://github.com/onnx/onnx/blob/main/docs/Versioning.md
 */
export function irVersion(opset: number): number {
  if (opset <= 14) return 7;
  if (opset <= 18) return 8;
  if (opset <= 20) return 9;
  return opset <= 22 ? 10 : 11;
}

/** @throws TraceError for an operator set that is not written. */
export function checkDirectOpset(opset: number): void {
  if (Number.isInteger(opset) && opset >= LOWEST_OPSET && opset <= HIGHEST_OPSET) return;
  throw new TraceError(
    `the ONNX operator set ${opset} cannot be written`,
    {},
    `Ask for one from ${LOWEST_OPSET} to ${HIGHEST_OPSET}; ${DEFAULT_OPSET} is the default.`,
  );
}
