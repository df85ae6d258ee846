/** `kiln convert`: somebody's tfjs or Keras model as a verified ONNX file. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { DIFFERENCE_RULE, differenceText } from "../core/agreement.js";
import { UsageError } from "../core/errors.js";
import type { InputSpec } from "../trace/batch.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { collect, defined, wholeNumber } from "./options.js";
import type { Session } from "./session.js";
import { stoppable } from "./stoppable.js";
import { pairs, table } from "./table.js";

interface ConvertFlags {
  json?: boolean;
  out?: string;
  opset?: number;
  tolerance?: number;
  inputRange?: string[];
  shape?: string[];
  report?: string;
  bisect?: boolean;
  recurrent: "unrolled" | "operators";
}

/** Builds the command. */
export function convertCommand(line: CommandLine): Command {
  return subcommand("convert", "convert a tfjs or Keras model to verified ONNX, without Python")
    .argument("<model>", "model.json (a layers-model or graph-model of tfjs), .keras or .h5")
    .option("--out <file>", "the ONNX file to write")
    .option("--opset <n>", "the ONNX operator set, 13 to 23 (default: 18)", wholeNumber(1, 100))
    .option("--shape <name=lengths>", "lengths that the model leaves open: x=batch,128,3; may be given again", collect)
    .option(
      "--input-range <name=a..b>",
      "what an input holds, for the check: image=0..255; may be given again",
      collect,
    )
    .option("--tolerance <number>", "the largest difference that passes (default: 1e-5)", positive)
    .option("--report <file>", "write a page about the comparison: .html")
    .addOption(
      new Option("--recurrent <form>", "GRU and LSTM step by step, or as ONNX's own operators")
        .choices(["unrolled", "operators"])
        .default("unrolled"),
    )
    .option("--bisect", "name the first operation that differs, should one")
    .addHelpText(
      "after",
      examples(
        ["kiln convert model.json --out model.onnx", "any model of tfjs, compared with tfjs in two runtimes"],
        ["kiln convert model.json --out model.onnx --input-range image=0..255", "compared on pictures' numbers"],
        ["kiln convert model.keras --out model.onnx --opset 15 --report report.html", "a model of Keras, and a page"],
      ),
    )
    .action(does<ConvertFlags>(line, run));
}

async function run(session: Session, flags: ConvertFlags, model: string): Promise<void> {
  const { out, opset, tolerance, report, bisect, recurrent } = flags;
  if (out === undefined) {
    throw new UsageError("where to write the ONNX file is missing", { next: `kiln convert ${model} --out model.onnx` });
  }
  const ranges = Object.fromEntries((flags.inputRange ?? []).map(parseRange));
  const shapes = Object.fromEntries((flags.shape ?? []).map(parseShape));
  const { convertModel } = await import("../export/tfjs/convert-model.js");
  const { reporter, signal, colours } = session;
  const converted = await stoppable(
    signal,
    () =>
      convertModel({
        model,
        out,
        ranges,
        shapes,
        recurrent,
        reporter,
        signal,
        ...defined({ opset, tolerance, report, bisect }),
      }),
    () => ({ kept: "no file was written", next: `Start it again with: kiln convert ${model} --out ${out}` }),
  );
  const { differences, inputs, outputs, reference, cases, batches, file, remark } = converted;
  const rows = differences.map(({ runtime, version, provider, largestDifference, where, milliseconds }) => [
    ...[runtime, version, provider, differenceText(largestDifference), where],
    `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`,
  ]);
  const text = [
    table(["runtime", "version", "on", "largest difference", "where", "a row"], rows, colours),
    `Largest difference: ${DIFFERENCE_RULE}, where ${converted.tolerance} is allowed; ${cases} cases at batch ${batches.join(", ")}.`,
    `Compared with ${reference}.`,
    "",
    pairs(
      [
        ["Model", `${out} (${size(file.length)})`],
        ...inputs.map((input) => ["Input", `${input.name}: ${shapeText(input)}`] as const),
        ...outputs.map((name) => ["Output", name] as const),
        ...(report === undefined ? [] : ([["Report", report]] as const)),
      ],
      colours,
    ),
  ].join("\n");
  session.result(
    {
      file: out,
      bytes: file.length,
      inputs: inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape: [...shape] })),
      outputs: [...outputs],
      reference,
      cases,
      batches: [...batches],
      tolerance: converted.tolerance,
      remark: remark ?? null,
      runtimes: differences.map(({ runtime, version, provider, largestDifference, where }) => ({
        ...{ runtime, version, provider, where },
        maxScaledDifference: largestDifference,
      })),
    },
    text,
  );
}

function parseRange(text: string): [string, { minimum: number; maximum: number }] {
  const match = /^(.+)=(-?[\d.]+(?:e-?\d+)?)\.\.(-?[\d.]+(?:e-?\d+)?)$/i.exec(text);
  const [, name = "", low = "", high = ""] = match ?? [];
  const [minimum, maximum] = [Number(low), Number(high)];
  if (match === null || !(minimum < maximum)) {
    throw new UsageError(`${JSON.stringify(text)} is not a range`, {
      where: { field: "--input-range" },
      next: "Write the input's name and both ends: --input-range image=0..255",
    });
  }
  return [name, { minimum, maximum }];
}

function parseShape(text: string): [string, ("batch" | number)[]] {
  const at = text.lastIndexOf("=");
  const lengths = text.slice(at + 1).split(",");
  const shape = lengths.map((length) => (length.trim() === "batch" ? ("batch" as const) : Number(length)));
  if (at < 1 || shape.some((length) => length !== "batch" && !(Number.isInteger(length) && length > 0))) {
    throw new UsageError(`${JSON.stringify(text)} is not a shape`, {
      where: { field: "--shape" },
      next: "Write the input's name and its lengths: --shape x=batch,128,3",
    });
  }
  return [text.slice(0, at), shape];
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError("Give a number above 0.");
  return value;
}

function shapeText({ shape, dtype }: InputSpec): string {
  return `${dtype} [${shape.join(", ")}]`;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
