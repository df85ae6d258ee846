import type { Tensor } from "@tensorflow/tfjs";
import type { RecurrentLayer } from "../../trace/recurrent.js";
import type { TensorFunction, Tensors } from "../../trace/symbolic/record.js";

/** An input as a model declares it: null where a length is left open. */
export interface DeclaredInput {
  readonly name: string;
  readonly dtype: "float32" | "int32" | "bool";
  readonly shape: readonly (number | null)[];
}

/** Computes a model in tfjs, eagerly, for comparison. */
export type Reference = (inputs: Tensors) => Tensor[] | Promise<Tensor[]>;

/** A model that is ready to be recorded and compared. */
export interface Convertible {
  readonly inputs: readonly DeclaredInput[];
  /** Names of the outputs, in order. */
  readonly outputs: readonly string[];
  readonly fn: TensorFunction;
  readonly constants: Tensors;
  readonly reference: Reference;
  /** What the comparison is held against, in words for the report. */
  readonly referenceName: string;
  /** Its recurrent layers, for a file that has ONNX's own operators in their place. */
  readonly recurrent: readonly RecurrentLayer[];
  /** True for a function of somebody's code, whose lines errors can name. */
  readonly fromCode: boolean;
  dispose(): void;
}
