/** Activations that TensorFlow has as operations of their own. */
import type { Operation } from "../operation.js";

export const relu: Operation = {
  tensorflow: ["Relu"],
  onnx: ["Relu", "Max"],
  write(context) {
    const x = context.input(0);
    const { type } = context.typeOf(x);
    return type === "float32" ? context.emit("Relu", [x]) : context.emit("Max", [x, context.scalar(type, 0)]);
  },
};

export const relu6: Operation = {
  tensorflow: ["Relu6"],
  onnx: ["Clip"],
  write(context) {
    const x = context.input(0);
    const { type } = context.typeOf(x);
    const limits = [context.scalar(type, 0), context.scalar(type, 6)];
    return context.emit("Clip", [x, ...limits], { shape: context.shapeOf(x) });
  },
};

export const elu: Operation = {
  tensorflow: ["Elu"],
  onnx: ["Elu"],
  write: (context) => context.emit("Elu", [context.input(0)], { attributes: { alpha: { float: 1 } } }),
};

/** Klambauer et al. 2017; ONNX's defaults are the same two numbers. */
export const selu: Operation = {
  tensorflow: ["Selu"],
  onnx: ["Selu"],
  write: (context) => context.emit("Selu", [context.input(0)]),
};

export const leakyRelu: Operation = {
  tensorflow: ["LeakyRelu"],
  onnx: ["LeakyRelu"],
  write(context) {
    const alpha = { float: context.float("alpha", 0.2) };
    return context.emit("LeakyRelu", [context.input(0)], { attributes: { alpha } });
  },
};

export const softmax: Operation = {
  tensorflow: ["Softmax"],
  elsewhere: ["LogSoftmax"],
  onnx: ["Softmax", "LogSoftmax"],
  write: (context) => context.emit(context.op, [context.input(0)], { attributes: { axis: -1 } }),
};

export const clip: Operation = {
  tensorflow: [],
  elsewhere: ["ClipByValue"],
  onnx: ["Clip", "Max", "Min"],
  write(context) {
    const [x, low, high] = [context.input(0), context.input(1), context.input(2)];
    if (context.shapeOf(low).length > 0 || context.shapeOf(high).length > 0) {
      return context.emit("Min", [context.emit("Max", [x, low]), high]);
    }
    return context.emit("Clip", [x, low, high]);
  },
};

/** The gradient of `Elu`, from its result: tfjs computes it where a network differentiates inside. */
export const eluGrad: Operation = {
  tensorflow: ["EluGrad"],
  onnx: ["Greater", "Add", "Mul", "Where"],
  write(context) {
    const [slope, y] = [context.input(0), context.input(1)];
    const positive = context.emit("Greater", [y, context.scalar("float32", 0)], { type: "bool" });
    const below = context.emit("Mul", [slope, context.emit("Add", [y, context.scalar("float32", 1)])]);
    return context.emit("Where", [positive, slope, below], { type: "float32" });
  },
};
