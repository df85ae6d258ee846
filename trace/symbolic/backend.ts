/**
 * A backend of tfjs that computes nothing. Its kernels know shapes, and say what TensorFlow would be asked for: so a function
 * is recorded in milliseconds whatever its size, in any JavaScript, with no native code.
 */
import type { KernelConfig } from "@tensorflow/tfjs";
import { FailedError } from "../../core/errors.js";
import type { Tfjs } from "../tfjs.js";
import { KERNELS, refusing } from "./kernels/table.js";
import type { DataId, SymbolicRecorder } from "./recorder.js";

const NAME = "kiln-symbolic";

/** What tfjs's engine asks of a backend, as far as it is asked here. */
class SymbolicBackend {
  recorder: SymbolicRecorder | undefined;

  get current(): SymbolicRecorder {
    if (this.recorder === undefined) throw new Error("a tensor of a recording was used after it");
    return this.recorder;
  }

  write(values: unknown, shape: number[], dtype: string): DataId {
    return this.current.write(values, shape, dtype);
  }
  readSync(dataId: DataId): unknown {
    return this.current.read(dataId);
  }
  async read(dataId: DataId): Promise<unknown> {
    return this.current.read(dataId);
  }
  incRef(dataId: DataId): void {
    this.current.addReference(dataId);
  }
  refCount(dataId: DataId): number {
    return this.current.references(dataId);
  }
  disposeData(dataId: DataId, force = false): boolean {
    return this.recorder?.removeReference(dataId, force) ?? true;
  }
  numDataIds(): number {
    return 0;
  }
  memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  floatPrecision(): 32 {
    return 32;
  }
  epsilon(): number {
    return 1e-7;
  }
  timerAvailable(): boolean {
    return false;
  }
  dispose(): void {
    // It holds nothing.
  }
}

const backends = new WeakMap<object, SymbolicBackend>();

/** The engine is one in a process, whoever imported which copy of tfjs-core. */
function backendOf(tf: Tfjs): SymbolicBackend {
  const engine = tf.engine();
  const known = backends.get(engine);
  if (known !== undefined) return known;
  const backend = new SymbolicBackend();
  tf.registerBackend(NAME, () => backend as never, 0);
  const names = new Set([
    ...Object.keys(KERNELS),
    ...tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName),
  ]);
  for (const kernelName of names) {
    const kernel = KERNELS[kernelName] ?? refusing(kernelName);
    const config: KernelConfig = {
      kernelName,
      backendName: NAME,
      kernelFunc: ({ inputs, attrs }) =>
        backend.current.run(kernelName, kernel, inputs as never, (attrs ?? {}) as Record<string, unknown>),
    };
    tf.registerKernel(config);
  }
  backends.set(engine, backend);
  return backend;
}

/**
 * Runs `work` with the symbolic backend in the place of the one that is active.
 *
 * @throws Error when a recording is under way: they do not nest.
 */
export function withSymbolicBackend<Result>(tf: Tfjs, recorder: SymbolicRecorder, work: () => Result): Result {
  const backend = backendOf(tf);
  if (backend.recorder !== undefined)
    throw new Error("a function is being recorded already, and recordings do not nest");
  const before = tf.getBackend();
  backend.recorder = recorder;
  try {
    activate(tf, NAME);
    return work();
  } finally {
    activate(tf, before);
    backend.recorder = undefined;
  }
}

/** Backends that are ready become active at once, though tfjs gives a promise. */
function activate(tf: Tfjs, name: string): void {
  void tf.setBackend(name);
  if (tf.getBackend() !== name) {
    throw new FailedError(`tfjs ${tf.version.tfjs} does not change its backend at once`, {
      next: "trace/symbolic/backend.ts was written for tfjs 4.22.0: install that version, or adapt the file.",
    });
  }
}
