/** `kiln predict`: ask any published model on this machine, without a server. */
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import {
  isPictureAnswer,
  type OperationAnswer,
  type PictureAnswer,
  type PictureCodec,
  type PictureFormat,
} from "../core/operation.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { repositoryOption, version } from "./options.js";
import { located, readJsonInput } from "./read-input.js";
import type { Session } from "./session.js";

interface PredictFlags {
  json?: boolean;
  input?: string;
  raw?: boolean;
  example?: boolean;
  out?: string;
  repository?: string;
  version?: number;
}

/** Builds the command. */
export function predictCommand(line: CommandLine): Command {
  return subcommand("predict", "ask a published model, without a server")
    .argument("<model>", "the model, or one of its graphs")
    .argument("[operation]", "what to ask; may be left out when there is only one thing to ask")
    .option("--input <file>", "the request as JSON; - reads the standard input")
    .option("--raw", "the request is the model's inputs by name, the answer its outputs: works for every model")
    .option("--example", "print a request that works, and stop")
    .option("--out <file>", "write the answer there: .json, or .png and .webp when it is a picture")
    .option("--version <n>", "the published version (default: the newest)", version)
    .option(...repositoryOption)
    .addHelpText(
      "after",
      examples(
        ["kiln predict MODEL --example > request.json", "a request to start from"],
        ["kiln predict MODEL --input request.json", "the same answer as over HTTP"],
        ["kiln predict MODEL --raw --example | kiln predict MODEL --raw --input -", "by the contract alone"],
      ),
    )
    .action(does<PredictFlags>(line, run));
}

async function run(session: Session, flags: PredictFlags, name: string, operation?: string): Promise<void> {
  const format = pictureFormat(flags.out);
  const { openPublished } = await import("../store/open-published.js");
  const model = await openPublished(name, {
    repository: await session.repository(flags.repository),
    // What is asked by the contract alone needs no code of a model.
    ...(flags.raw === true ? {} : { models: await session.registry() }),
    version: flags.version,
  });
  try {
    if (flags.raw === true) {
      if (operation !== undefined) throw new UsageError("--raw takes no operation: it feeds the graph itself");
      const { predictRaw, rawExample } = await import("../store/raw.js");
      const { graph } = model;
      const contract = model.manifests[graph]?.contract;
      if (flags.example === true && contract !== undefined) return print(session, flags, rawExample(contract));
      return print(session, flags, await onInput(session, flags, (input) => predictRaw(model, graph, input)));
    }
    const chosen = model.operation(operation);
    if (flags.example === true) {
      const { exampleOf } = await import("./try-line.js");
      return print(session, flags, exampleOf(chosen.operation, model.manifests));
    }
    const answer = await onInput(session, flags, (input) => model.ask(chosen.name, input));
    await deliver(session, flags, answer, format, model.pictures);
  } finally {
    await model.release();
  }
}

/** Reads the input and works on it; what is wrong with its content is said with the file's name. */
async function onInput<Answer>(
  session: Session,
  { input }: PredictFlags,
  work: (value: unknown) => Promise<Answer>,
): Promise<Answer> {
  if (input === undefined) {
    throw new UsageError("nothing to predict: --input is missing", {
      next: "Give a JSON file, or - for the standard input; --example prints a request that works.",
    });
  }
  const { value, name } = await readJsonInput(input, session.host);
  try {
    return await work(value);
  } catch (error) {
    throw located(error, name);
  }
}

async function deliver(
  session: Session,
  flags: PredictFlags,
  answer: OperationAnswer | PictureAnswer,
  format: PictureFormat | null,
  pictures: PictureCodec,
): Promise<void> {
  if (!isPictureAnswer(answer)) {
    if (format !== null) throw new UsageError(`the answer is no picture: write it to a .json file`, at("--out"));
    return print(session, flags, answer.json);
  }
  if (flags.out === undefined || format === null) return print(session, flags, await answer.json());
  await writeFile(flags.out, await pictures.encode(answer.pixels, format));
  const { width, height } = answer.pixels;
  session.result({ file: flags.out, width, height }, `${flags.out}, ${width} x ${height} pixels`);
}

/** Writes JSON: one line for a machine, spread out for a person. */
async function print(session: Session, { out }: PredictFlags, value: Json): Promise<void> {
  if (out !== undefined) {
    await writeFile(out, `${JSON.stringify(value, null, 2)}\n`);
    session.reporter.note(`written to ${out}`);
    return;
  }
  session.host.stdout.write(`${session.json ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`);
}

function pictureFormat(out: string | undefined): PictureFormat | null {
  const extension = out === undefined ? "" : extname(out).toLowerCase();
  if (extension === "" || extension === ".json") return null;
  if (extension === ".png" || extension === ".webp") return extension.slice(1) as PictureFormat;
  throw new UsageError(`${out}: answers are written as .json, .png or .webp`, at("--out"));
}

function at(field: string): { where: { field: string } } {
  return { where: { field } };
}
