/** Examples that Python can make too, to the last bit or nearly: sines of the row's number. */
import type { FeatureMatrix } from "../../../train/baselines/matrix.js";

/** Four features of rows `from` to `from + count - 1`. */
export function fourFeatures(from: number, count: number): FeatureMatrix {
  const values = Float64Array.from({ length: count * 4 }, (_, place) => {
    const i = from + Math.floor(place / 4);
    const features = [Math.sin(1.7 * i), Math.cos(2.3 * i + 1), Math.sin((0.37 * i * i) / 10), (i * 7) % 11];
    return features[place % 4] as number;
  });
  return { rows: count, columns: 4, values };
}

/** Answers that depend on the features, on a product of two of them, and on something that is not among them. */
export function answersOf({ rows, values }: FeatureMatrix): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, i) => {
    const [a, b, c, d] = values.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    return a * b + 0.4 * c + 0.05 * (d - 5) + 0.5 * Math.sin(9.1 * i) > 0 ? 1 : 0;
  });
}
