import type { Kernel, Kernels } from "../emit.js";
import { complex } from "./complex.js";
import { convolution } from "./convolution.js";
import { elementwise } from "./elementwise.js";
import { gather } from "./gather.js";
import { image } from "./image.js";
import { matrix } from "./matrix.js";
import { normalization } from "./normalization.js";
import { pooling } from "./pooling.js";
import { reduction } from "./reduction.js";
import { shape } from "./shape.js";

/** Every kernel that can be written as TensorFlow operations, with the attributes that tfjs-node gives them. */
export const KERNELS: Kernels = {
  ...elementwise,
  ...reduction,
  ...convolution,
  ...pooling,
  ...shape,
  ...matrix,
  ...gather,
  ...normalization,
  ...image,
  ...complex,
};

/** Kernels that no graph can hold, and why. */
const REFUSED: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  ...Object.fromEntries(
    ["NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5", "Unique", "Where", "SparseReshape"].map(
      (name) => [
        name,
        [
          "how much comes out depends on the data, and a graph here has fixed lengths beside the batch",
          "Convert the model up to the tensors that go into it, and do this step in code.",
        ] as const,
      ],
    ),
  ),
  Multinomial: [
    "it draws at random, so no two runs would agree",
    "Take the random numbers as an input, or draw outside of the model.",
  ],
};

const UNKNOWN = [
  "it is outside of the operations that can be recorded",
  "Write this part with other operations; docs/operators.md lists those that there are.",
] as const;

/** The kernel that refuses `name`, with its reason. */
export function refusing(name: string): Kernel {
  const [reason, next] = REFUSED[name] ?? UNKNOWN;
  return (emit) => emit.refuse(`${name} cannot become part of a graph: ${reason}`, next);
}
