/** Events as TensorBoard reads them: the messages of tensorflow/core/util/event.proto and framework/summary.proto. */
import { BinaryWriter } from "@bufbuild/protobuf/wire";

/** A value of a summary. */
export type Value =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly png: Uint8Array; readonly width: number; readonly height: number }
  | { readonly tag: string; readonly values: ArrayLike<number> };

/** When an event was, and at which step. */
export interface At {
  /** Seconds since 1970. */
  readonly time: number;
  readonly step: number;
}

/** The first record of every file: it names the format. */
export function versionEvent(time: number): Uint8Array {
  return new BinaryWriter().tag(1, 1).double(time).tag(3, 2).string("brain.Event:2").finish();
}

/** An event with values of one step. */
export function summaryEvent({ time, step }: At, values: readonly Value[]): Uint8Array {
  const summary = new BinaryWriter();
  for (const value of values) summary.tag(1, 2).bytes(valueMessage(value));
  return new BinaryWriter().tag(1, 1).double(time).tag(2, 0).int64(step).tag(5, 2).bytes(summary.finish()).finish();
}

function valueMessage(value: Value): Uint8Array {
  const writer = new BinaryWriter().tag(1, 2).string(value.tag);
  if ("scalar" in value) return writer.tag(2, 5).float(value.scalar).finish();
  if ("png" in value) return writer.tag(4, 2).bytes(imageMessage(value)).finish();
  return writer.tag(5, 2).bytes(histogramMessage(value.values)).finish();
}

/** Summary.Image: height, width, colour space 3 (RGB), the encoded picture. */
function imageMessage({ png, width, height }: { png: Uint8Array; width: number; height: number }): Uint8Array {
  const writer = new BinaryWriter().tag(1, 0).int32(height).tag(2, 0).int32(width);
  return writer.tag(3, 0).int32(3).tag(4, 2).bytes(png).finish();
}

/** Bins of a histogram. */
const BINS = 30;

/**
 * HistogramProto over bins of equal width: min, max, num, sum, sum of squares, right edges, counts. Numbers of a file that
 * are not finite belong to no bin, and would leave none for the others: they are left out.
 */
function histogramMessage(values: ArrayLike<number>): Uint8Array {
  let [low, high, sum, squares, finite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    squares += value * value;
    finite += 1;
  }
  if (finite === 0) [low, high] = [0, 0];
  const width = (high - low) / BINS || 1;
  const counts = new Float64Array(BINS);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const edges = Float64Array.from(counts, (_, i) => low + (i + 1) * width);
  const writer = new BinaryWriter();
  [low, high, finite, sum, squares].forEach((value, i) => {
    writer.tag(i + 1, 1).double(value);
  });
  return writer.tag(6, 2).bytes(packed(edges)).tag(7, 2).bytes(packed(counts)).finish();
}

function packed(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat64(i * 8, value, true);
  });
  return bytes;
}
