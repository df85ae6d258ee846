import { type Kernel, type Kernels, like, need, type } from "../emit.js";

const part =
  (op: string): Kernel =>
  (emit, inputs) => {
    const input = need(inputs, "input");
    return emit.op(
      op,
      [input],
      { T: type("complex64"), Tout: type("float32") },
      { shape: input.shape, dtype: "float32" },
    );
  };

const transform =
  (op: string): Kernel =>
  (emit, inputs) => {
    const input = need(inputs, "input");
    return emit.op(op, [input], { Tcomplex: type(input.dtype) }, like(input));
  };

/** Complex numbers and what is computed of them. */
export const complex: Kernels = {
  Complex: (emit, inputs) => {
    const [real, imag] = [need(inputs, "real"), need(inputs, "imag")];
    const attributes = { T: type(real.dtype), Tout: type("complex64") };
    return emit.op("Complex", [real, imag], attributes, { shape: real.shape, dtype: "complex64" });
  },
  Real: part("Real"),
  Imag: part("Imag"),
  FFT: transform("FFT"),
  IFFT: transform("IFFT"),
};
