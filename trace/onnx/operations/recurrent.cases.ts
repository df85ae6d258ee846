import type { OperationCase } from "../operation-case.js";

/** A layer is no function of tensors: `tests/trace/onnx/recurrent.test.ts` has its cases. */
export const cases: readonly OperationCase[] = [];
