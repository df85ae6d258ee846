/** Holds a written file against tfjs, in onnxruntime-node and in onnxruntime-web. */
import { compareOutputs } from "../../../core/agreement.js";
import { InterruptedError, VerificationError } from "../../../core/errors.js";
import type { Tensors } from "../../../core/tensor.js";
import { type VerifiedRuntime, verifiedRuntimes } from "../../verify/runtimes.js";
import type { Case } from "./cases.js";
import { OnnxSession } from "./onnx-session.js";

/** A case with tfjs's answer to it. */
export interface AnsweredCase extends Case {
  readonly expected: Tensors;
}

/** How far one runtime is from tfjs. */
export interface RuntimeDifference {
  readonly runtime: string;
  readonly version: string;
  readonly provider: string;
  /** |a - b| / max(1, |b|), the largest. */
  readonly largestDifference: number;
  /** Output, element and case. */
  readonly where: string;
  /** The case of the largest difference. */
  readonly worst: AnsweredCase;
  readonly output: string;
  readonly got: number;
  readonly expected: number;
  /** Milliseconds for a run at batch 1, the fastest of a few. */
  readonly milliseconds: number;
}

/**
 * Runs every case in every runtime.
 *
 * @throws VerificationError for an answer of another shape, or none; a difference is for the caller to judge.
 */
export async function compareRuntimes(
  model: Uint8Array,
  cases: readonly AnsweredCase[],
  signal: AbortSignal | undefined,
): Promise<RuntimeDifference[]> {
  const results: RuntimeDifference[] = [];
  for (const runtime of verifiedRuntimes) results.push(await compareIn(runtime, model, cases, signal));
  return results;
}

async function compareIn(
  runtime: VerifiedRuntime,
  model: Uint8Array,
  cases: readonly AnsweredCase[],
  signal: AbortSignal | undefined,
): Promise<RuntimeDifference> {
  const session = await OnnxSession.create(await runtime.load(), model, runtime.name);
  try {
    let worst: Omit<RuntimeDifference, "runtime" | "version" | "provider" | "milliseconds"> | undefined;
    for (const one of cases) {
      if (signal?.aborted === true) throw new InterruptedError("the comparison was interrupted");
      const got = await session.run(one.feeds);
      checkShapes(runtime.name, one, got);
      const { maxScaledDifference, worst: found } = compareOutputs(got, one.expected);
      if (worst !== undefined && !(maxScaledDifference > worst.largestDifference)) continue;
      worst = {
        largestDifference: maxScaledDifference,
        where: `${found.output}[${found.element}], ${one.name}`,
        worst: one,
        output: found.output,
        got: found.got,
        expected: found.expected,
      };
    }
    if (worst === undefined) throw new Error("nothing to compare");
    const milliseconds = await fastest(session, cases[0]?.feeds ?? {});
    return {
      runtime: runtime.name,
      version: await runtime.version(),
      provider: runtime.provider,
      milliseconds,
      ...worst,
    };
  } finally {
    await session.release();
  }
}

async function fastest(session: OnnxSession, feeds: Tensors): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await session.run(feeds);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function checkShapes(runtime: string, { name, expected }: AnsweredCase, got: Tensors): void {
  for (const [output, { dims }] of Object.entries(expected)) {
    const answer = got[output];
    if (answer === undefined)
      throw new VerificationError(`${runtime} gives no output ${JSON.stringify(output)} (${name})`);
    if (String(answer.dims) !== String(dims)) {
      throw new VerificationError(
        `${runtime} gives ${JSON.stringify(output)} the shape [${answer.dims.join(", ")}], and tfjs [${dims.join(", ")}] (${name})`,
      );
    }
  }
}
