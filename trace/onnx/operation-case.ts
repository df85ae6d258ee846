/** A small function of tensors that an operation is tried on: the test suite is made of these, and so is docs/operators.md. */
import type { Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "../tensorflow.js";

/** What goes in beside the batch, which is always the first dimension. */
export interface CaseInput {
  readonly dtype: "float32" | "int32" | "bool";
  readonly shape: readonly number[];
  /** Whole numbers from `from` to below `below`; normal numbers when left out. */
  readonly below?: number;
  readonly from?: number;
}

/** The inputs of a case, by the names that `CaseInputs` has. */
export interface CaseInputs {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** One case. */
export interface OperationCase {
  readonly name: string;
  readonly fn: (tf: TF, inputs: CaseInputs) => Tensor;
  /** Of both inputs; `rows(4, 6)` when left out. */
  readonly input?: CaseInput;
  /** Numbers that are tried beside the drawn ones: limits, not a number, zero of both signs. */
  readonly edges?: readonly number[];
  /** The lowest operator set that has what it needs, where that is not the lowest of all. */
  readonly since?: number;
  /** How far it may be off where floats of this size allow no better, instead of 1e-5. */
  readonly tolerance?: number;
  /** Where ONNX cannot express it: what the refusal has to say. */
  readonly refused?: RegExp;
}

/** Normal numbers. */
export function rows(...shape: number[]): CaseInput {
  return { dtype: "float32", shape };
}

/** Whole numbers below a limit. */
export function integers(below: number, ...shape: number[]): CaseInput {
  return { dtype: "int32", shape, below };
}

/** Whole numbers of both signs. */
export function signed(limit: number, ...shape: number[]): CaseInput {
  return { dtype: "int32", shape, below: limit, from: -limit };
}

/** Truth values. */
export function truths(...shape: number[]): CaseInput {
  return { dtype: "bool", shape, below: 2 };
}

/** A case of one function. */
export function one(
  name: string,
  fn: OperationCase["fn"],
  more: Omit<OperationCase, "name" | "fn"> = {},
): OperationCase {
  return { name, fn, ...more };
}

/** Zeros of both signs, small and large numbers, and what is no number. */
export const EDGES: readonly number[] = [0, -0, 1e-30, -1e-30, 1e-7, 1e7, -1e7, 3e38, -3e38, 1 / 0, -1 / 0, 0 / 0];
