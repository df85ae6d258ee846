/** `POST /v1/digits/classify`, `kiln predict digits classify`: which digits are on pictures. */
import { at, FailedError, makeTensor, operation, z } from "kilnjs";
import { EDGE, labels } from "./contract.js";

const row = z.array(z.number().min(0).max(255)).length(EDGE);

/** A one, drawn with a stroke of four pixels. */
const example = Array.from({ length: EDGE }, (_, y) =>
  Array.from({ length: EDGE }, (_, x) => (y > 3 && y < 24 && x > 11 && x < 16 ? 255 : 0)),
);

export const classify = operation({
  summary: "Say which digit is on each picture",
  description: "Answers a digit and the probability of each; pictures are rows of grey, 0 for paper and 255 for ink.",
  request: z.strictObject({ images: z.array(z.array(row).length(EDGE)).min(1).max(256) }),
  response: z.object({
    simulated: z.literal(true).describe("learned from drawn digits"),
    results: z.array(z.object({ digit: z.string(), probabilities: z.record(z.string(), z.number()) })),
  }),
  example: { images: [example] },
  async run({ images }, { infer }) {
    const image = makeTensor("float32", [images.length, EDGE, EDGE], Float32Array.from(images.flat(2)));
    const { probability } = await infer("digits", { image });
    if (probability === undefined) throw new FailedError("the graph digits gave no probability");
    const results = images.map((_, index) => {
      const row = labels.map((label, digit) => [label, at(probability.data, index * labels.length + digit)] as const);
      const [best] = row.reduce((one, other) => (other[1] > one[1] ? other : one));
      return { digit: best, probabilities: Object.fromEntries(row) };
    });
    return { json: { simulated: true, results } };
  },
});
