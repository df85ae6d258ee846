/** Boxes cut out of pictures and brought to one size. */
import type { Dim } from "../../graph.js";
import type { Operation, OperationContext } from "../operation.js";

/**
 * Inputs: pictures, boxes [n, 4] (y1, x1, y2, x2, 1 being the last pixel), the picture of each box, the size of a crop.
 * Where a crop reaches beyond its picture stands `extrapolation_value`.
 */
export const cropAndResize: Operation = {
  tensorflow: ["CropAndResize"],
  onnx: ["Gather", "Floor", "Ceil", "Mul", "Add", "Where"],
  write(context) {
    const [image, boxes, pictures] = [context.input(0), context.input(1), context.input(2)];
    const [height = 1, width = 1] = context.numbers(3, "sizes");
    const [batch = 1, oldHeight = 1, oldWidth = 1, channels = 1] = context.shapeOf(image);
    const h = context.fixed(oldHeight, "the height");
    const w = context.fixed(oldWidth, "the width");
    const depth = context.fixed(channels, "the number of channels");
    const count = context.shapeOf(boxes)[0] ?? 1;
    const rows = sampled(context, boxes, [0, 2], h, height, count);
    const columns = sampled(context, boxes, [1, 3], w, width, count);
    const pixels = context.reshape(image, [
      typeof batch === "number" ? batch * h * w : { scale: batch.scale * h * w, offset: batch.offset * h * w },
      depth,
    ]);
    const first = context.emit("Mul", [context.reshape(pictures, [count, 1, 1]), context.scalar("int32", h * w)]);
    const shape = [count, height, width, depth];
    const at = (row: string, column: string): string => {
      const y = context.emit("Mul", [context.unsqueeze(row, [2]), context.scalar("int32", w)]);
      const inner = context.emit("Add", [y, context.unsqueeze(column, [1])], { shape: [count, height, width] });
      const index = context.emit("Add", [first, inner], { shape: [count, height, width] });
      return context.emit("Gather", [pixels, index], { attributes: { axis: 0 }, shape });
    };
    const inside = context.emit("And", [context.unsqueeze(rows.inside, [2]), context.unsqueeze(columns.inside, [1])], {
      shape: [count, height, width],
    });
    const outside = context.scalar("float32", context.float("extrapolation_value", 0));
    const choose = (value: string): string =>
      context.emit("Where", [context.unsqueeze(inside, [3]), value, outside], { type: "float32", shape });
    if (context.text("method", "bilinear") === "nearest") {
      return choose(context.cast(at(rows.nearest, columns.nearest), "float32"));
    }
    const between = (a: string, b: string, part: string): string =>
      context.emit("Add", [a, context.emit("Mul", [context.emit("Sub", [b, a]), part])]);
    const pixel = (row: string, column: string): string => context.cast(at(row, column), "float32");
    const right = context.unsqueeze(columns.part, [1, 3]);
    const top = between(pixel(rows.before, columns.before), pixel(rows.before, columns.after), right);
    const bottom = between(pixel(rows.after, columns.before), pixel(rows.after, columns.after), right);
    return choose(between(top, bottom, context.unsqueeze(rows.part, [2, 3])));
  },
};

interface Sampled {
  /** int32 [n, size]: the pixels before and after, and the nearest one. */
  readonly before: string;
  readonly after: string;
  readonly nearest: string;
  /** float32 [n, size]: how far after `before`. */
  readonly part: string;
  /** bool [n, size]. */
  readonly inside: string;
}

/** Where along one axis a crop is read. */
function sampled(
  context: OperationContext,
  boxes: string,
  [from, to]: readonly [number, number],
  length: number,
  size: number,
  count: Dim,
): Sampled {
  const last = length - 1;
  const column = (at: number): string =>
    context.emit("Gather", [boxes, context.int64s([at])], { attributes: { axis: 1 }, shape: [count, 1] });
  const number = (value: number): string => context.scalar("float32", value);
  const shape = [count, size];
  const [begin, end] = [column(from), column(to)];
  let places: string;
  if (size > 1) {
    const distance = context.emit("Mul", [context.emit("Sub", [end, begin]), number(last)]);
    const step = context.emit("Div", [distance, number(size - 1)]);
    const indices = context.constant({
      type: "float32",
      dims: [1, size],
      values: Float32Array.from({ length: size }, (_, i) => i),
    });
    const steps = context.emit("Mul", [step, indices], { shape });
    places = context.emit("Add", [context.emit("Mul", [begin, number(last)]), steps], { shape });
  } else {
    places = context.emit("Mul", [context.emit("Add", [begin, end]), number(0.5 * last)]);
  }
  const truth = { type: "bool" as const };
  const inside = context.emit("And", [
    context.emit("GreaterOrEqual", [places, number(0)], truth),
    context.emit("LessOrEqual", [places, number(last)], truth),
  ]);
  const limited = context.emit("Clip", [places, number(0), number(last)], { shape });
  const before = context.emit("Floor", [limited]);
  const whole = (value: string): string => context.cast(value, "int32");
  return {
    before: whole(before),
    after: whole(context.emit("Ceil", [limited])),
    nearest: whole(context.emit("Floor", [context.emit("Add", [limited, number(0.5)])])),
    part: context.emit("Sub", [limited, before]),
    inside,
  };
}
