/** What convolutions and pools have in common: strides, dilations, paddings, and the order of the axes. */
import type { Dim } from "../../graph.js";
import { inversePermutation } from "../dims.js";
import type { OperationContext } from "../operation.js";

/** A window that goes over height and width (and depth). */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** ONNX's order: all beginnings, then all ends. */
  readonly pads: readonly number[];
}

/** Whether the channels are the second axis already. */
export function channelsFirst(context: OperationContext): boolean {
  return context.text("data_format", "NHWC").startsWith("NC");
}

/** The axes between batch and channels of a list that has one element an axis. */
export function spatialPart<Item>(context: OperationContext, items: readonly Item[]): readonly Item[] {
  return channelsFirst(context) ? items.slice(2) : items.slice(1, -1);
}

/** How far a kernel of this size reaches. */
export function reach(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/** The paddings that "same" stands for at one axis: the odd one is at the end. */
export function samePadding(length: number, kernel: number, stride: number, dilation: number): [number, number] {
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + reach(kernel, dilation) - length, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/**
 * Reads the window off the attributes.
 *
 * @param shape the shape that is padded: the input of a convolution, the output of a transposed one
 */
export function windowOf(context: OperationContext, shape: readonly Dim[], kernel: readonly number[]): Window {
  const ones = kernel.map(() => 1);
  const part = (name: string): readonly number[] => {
    const all = context.ints(name);
    return all.length === 0 ? ones : spatialPart(context, all);
  };
  const strides = part("strides");
  const dilations = part("dilations");
  const lengths = spatialPart(context, shape);
  const padding = context.text("padding", "VALID").toUpperCase();
  const explicit = context.ints("explicit_paddings");
  const pairs = kernel.map((size, i): [number, number] => {
    if (padding === "VALID") return [0, 0];
    if (padding === "EXPLICIT") {
      const axis = i + (channelsFirst(context) ? 2 : 1);
      return [explicit[2 * axis] ?? 0, explicit[2 * axis + 1] ?? 0];
    }
    const length = context.fixed(lengths[i], "a length that is padded");
    return samePadding(length, size, strides[i] ?? 1, dilations[i] ?? 1);
  });
  return { kernel, strides, dilations, pads: [...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)] };
}

/** The order that takes channels from the last axis to the second. */
export function toChannelsFirst(rank: number): number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

/** Runs an operator that wants channels first, between two changes of order where they are last. */
export function inChannelsFirst(
  context: OperationContext,
  x: string,
  run: (x: string, shape: (lastShape: readonly Dim[]) => readonly Dim[]) => string,
): string {
  if (channelsFirst(context)) return run(x, (shape) => shape);
  const order = toChannelsFirst(context.shapeOf(x).length);
  const turn = (shape: readonly Dim[]): readonly Dim[] => order.map((axis) => shape[axis] ?? 1);
  return context.transpose(run(context.transpose(x, order), turn), inversePermutation(order));
}
