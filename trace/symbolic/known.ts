import type { TensorInfo } from "@tensorflow/tfjs";
import type { ConstantValues, Edge, ElementType } from "../graph.js";

/** What the kernels of the symbolic backend take and give: a shape, an element type, and a key for what is known of it. */
export type Info = TensorInfo;

/** What is known of the data behind a tensor. */
export interface Known {
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  /** Where the graph makes it; undefined for values that no operation has used so far. */
  edge?: Edge;
  /** True where an input of the function has a part in it, so that it has no values. */
  readonly dependsOnInput: boolean;
  /** Its values, computed when they are asked for. Undefined for the inner results of a kernel, which nobody can read. */
  values?: (() => ConstantValues) | undefined;
  /** Tensors that share the data. */
  references: number;
  /** The name of a declared input. */
  readonly declared?: string;
}
