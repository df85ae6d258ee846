/** A choice, element by element. */
import type { Operation } from "../operation.js";

/** The older form takes a vector of conditions for whole rows. */
export const select: Operation = {
  tensorflow: ["Select"],
  elsewhere: ["SelectV2"],
  onnx: ["Where", "Unsqueeze"],
  write(context) {
    const [condition, yes, no] = [context.input(0), context.input(1), context.input(2)];
    const rows = context.rank(1) - 1;
    const byRow = context.op === "Select" && context.rank(0) === 1 && rows > 0;
    const behind = Array.from({ length: rows }, (_, i) => i + 1);
    const truth = byRow ? context.unsqueeze(condition, behind) : condition;
    const { type, shape } = context.output();
    return context.emit("Where", [truth, yes, no], { type, shape });
  },
};
