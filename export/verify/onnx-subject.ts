/** An ONNX model in an onnxruntime, ready to be compared. */
import type { Contract } from "../../core/contract.js";
import { Runner } from "../../core/runner.js";
import type { VerifiedRuntime } from "./runtimes.js";
import type { Verifiable } from "./verify.js";

/** Loads a model, hands it to `work` and releases it. @throws FailedError when the runtime refuses the file. */
export async function withRunner<Result>(
  verified: VerifiedRuntime,
  model: Uint8Array,
  contract: Contract,
  work: (subject: Verifiable) => Promise<Result>,
): Promise<Result> {
  const { runtime, options } = await verified.load();
  const runner = await Runner.load(runtime, model, contract, options);
  try {
    return await work({
      runtime: verified.name,
      version: await verified.version(),
      provider: verified.provider,
      run: (feeds) => runner.run(feeds),
    });
  } finally {
    await runner.release();
  }
}
