import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("real and imaginary part", (tf, { x, y }) => tf.sub(tf.real(tf.complex(x, y)), tf.imag(tf.complex(x, y)))),
  one("absolute value", (tf, { x, y }) => tf.abs(tf.complex(x, y))),
  one("sum and product", (tf, { x, y }) => {
    const z = tf.complex(x, y);
    return tf.real(tf.mul(tf.add(z, z), z));
  }),
  one("fft", (tf, { x, y }) => tf.real(tf.spectral.fft(tf.complex(x, y)))),
  one("fft, imaginary part", (tf, { x, y }) => tf.imag(tf.spectral.fft(tf.complex(x, y)))),
  one("ifft", (tf, { x, y }) => tf.imag(tf.spectral.ifft(tf.complex(x, y)))),
  one("rfft", (tf, { x }) => tf.abs(tf.spectral.rfft(x, 8)), { input: rows(8) }),
  one("irfft", (tf, { x, y }) => tf.spectral.irfft(tf.complex(x, y)), { input: rows(5) }),
  one("fft of 256 numbers", (tf, { x, y }) => tf.real(tf.spectral.fft(tf.complex(x, y))), {
    input: rows(256),
    tolerance: 1e-4,
  }),
  one("fft of a long signal", (tf, { x, y }) => tf.abs(tf.spectral.fft(tf.complex(x, y))), {
    input: rows(300),
    tolerance: 1e-4,
  }),
];
