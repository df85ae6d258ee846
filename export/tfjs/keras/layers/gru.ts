/**
 * GRU with `reset_after`, Keras' default since TensorFlow 2, which tfjs refuses: the reset gate is applied after the product
 * with the recurrent weights, so that input and state have biases of their own (https://keras.io/api/layers/recurrent_layers/gru/).
 */
import type { Tensor } from "@tensorflow/tfjs";
import type { Tfjs } from "../../../../trace/tfjs.js";
import { ownName } from "../classes.js";

interface Weight {
  read(): Tensor;
}

/** What tfjs's GRUCell has and does not declare. */
interface CellParts {
  units: number;
  useBias: boolean;
  built: boolean;
  kernel: Weight;
  recurrentKernel: Weight;
  bias: Weight | null;
  activation: { apply(x: Tensor): Tensor };
  recurrentActivation: { apply(x: Tensor): Tensor };
  addWeight(name: string, shape: number[], dtype: null, initializer: unknown): Weight;
}

type Class = new (args: Record<string, unknown>) => CellParts & { getConfig(): object };

/** Registers the cell and the layer. */
export function registerGru(tf: Tfjs): void {
  const Base = tf.layers.gruCell({ units: 1 }).constructor as unknown as Class;
  class Cell extends Base {
    static readonly className = ownName("GRUCell");

    constructor(args: Record<string, unknown>) {
      super({ ...args, resetAfter: false });
    }

    build(inputShape: (number | null)[]): void {
      const channels = inputShape.at(-1) ?? 0;
      const zeros = tf.initializers.zeros();
      this.kernel = this.addWeight("kernel", [channels, this.units * 3], null, zeros);
      this.recurrentKernel = this.addWeight("recurrent_kernel", [this.units, this.units * 3], null, zeros);
      this.bias = this.useBias ? this.addWeight("bias", [2, this.units * 3], null, zeros) : null;
      this.built = true;
    }

    call([x, h]: [Tensor, Tensor]): Tensor[] {
      return tf.tidy(() => {
        const biases = this.bias === null ? [] : tf.unstack(this.bias.read());
        const product = (value: Tensor, kernel: Weight, bias: Tensor | undefined): Tensor[] => {
          const result = tf.matMul(value as never, kernel.read() as never);
          return tf.split(bias === undefined ? result : tf.add(result, bias), 3, 1);
        };
        const [xz, xr, xh] = product(x, this.kernel, biases[0]);
        const [hz, hr, hh] = product(h, this.recurrentKernel, biases[1]);
        if (!xz || !xr || !xh || !hz || !hr || !hh) throw new Error("a GRU without its three gates");
        const update = this.recurrentActivation.apply(tf.add(xz, hz));
        const reset = this.recurrentActivation.apply(tf.add(xr, hr));
        const candidate = this.activation.apply(tf.add(xh, tf.mul(reset, hh)));
        const state = tf.add(tf.mul(update, h), tf.mul(tf.sub(1, update), candidate));
        return [state, state];
      });
    }
  }
  tf.serialization.registerClass(Cell as never);

  class Gru extends tf.RNN {
    static override readonly className = ownName("GRU");

    constructor(args: Record<string, unknown>) {
      super({ ...args, cell: new Cell(args) } as never);
    }

    override getConfig(): never {
      const { cell } = this as unknown as { cell: Cell };
      return { ...cell.getConfig(), ...super.getConfig(), resetAfter: true } as never;
    }
  }
  // Not as an RNN, whose configuration holds a cell.
  const fromConfig = (made: typeof Gru, config: Record<string, unknown>) => new made(config);
  tf.serialization.registerClass(Object.assign(Gru, { fromConfig }) as never);
}
