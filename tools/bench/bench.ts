/** `npm run bench -- <command>`: measurements beside peers. No part of Kiln itself: nothing imports it. */
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { showFailure } from "../../cli/failure.js";
import { INTERRUPTED_EXIT_CODE, processHost } from "../../cli/host.js";
import { InterruptedError, UsageError } from "../../core/errors.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { ownPackage } from "../../system/own-package.js";
import { type ContenderName, contenderNames } from "./contenders/list.js";
import type { OwnOptions } from "./own/compare.js";
import type { PythaeOptions } from "./pythae/compare.js";
import { reportMarkdown } from "./report/markdown.js";
import type { ServeBenchOptions } from "./serve/measure.js";
import type { WebBenchOptions } from "./web/measure.js";
import { chooseWorkloads } from "./workloads/list.js";

/**
 * Runs one command.
 *
 * @param argv what was typed after `npm run bench --`.
 * @returns the exit code, as of `kiln`.
 */
export async function bench(argv: readonly string[]): Promise<number> {
  const host = processHost();
  const controller = new AbortController();
  const release = host.onStop(() => controller.abort());
  try {
    await program(controller.signal).parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof InterruptedError || controller.signal.aborted) {
      process.stderr.write("Stopped. Workloads that were finished are in the results.\n");
      return INTERRUPTED_EXIT_CODE;
    }
    showFailure(error, host);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    release();
  }
}

function program(signal: AbortSignal): Command {
  const command = new Command("npm run bench --").description("Kiln measured beside its peers.");
  command.addCommand(trainCommand(signal));
  command.addCommand(pythaeCommand(signal));
  command.addCommand(trendPeersCommand(signal));
  command.addCommand(ownCommand(signal));
  command.addCommand(webCommand(signal));
  command.addCommand(serveCommand(signal));
  // Before anything is compiled, in bench/bench.mjs; here for the help.
  command.command("setup").description("install the peers into tools/bench/.peers (PyTorch: 5 GB)");
  return command;
}

function trainCommand(signal: AbortSignal): Command {
  return new Command("train")
    .description("training: Kiln captured, Kiln eager, tf.layers and PyTorch, taking turns")
    .option("--only <names>", "workloads, with commas: trend, faces, trend-b20-l7, …", list, [])
    .addOption(
      new Option("--contenders <names>", "who takes part, with commas")
        .argParser(contenderList)
        .default(contenderNames),
    )
    .option("--rounds <n>", "turns of each contender", whole, 15)
    .option("--turn <seconds>", "length of a turn", positive, 0.6)
    .option("--trainings <n>", "trainings to the validation loss, of each contender; 0 = none", whole, 3)
    .option("--profile <steps>", "also say where a step's time goes, over so many steps; 0 = not", whole, 0)
    .option("--set <key=value...>", "further settings of the recipe, for every workload", collect, [])
    .option(
      "--patience <seconds>",
      "how long to wait, all together, for other programs to leave the processor",
      positive,
      60,
    )
    .option("--seed <n>", "seed of data, weights and order", whole, 1)
    .option("--out <folder>", "where results go", resultsFolder())
    .addHelpText(
      "after",
      `
Examples:
  npm run bench -- train
  npm run bench -- train --only trend-b20-l7 --contenders kiln,pytorch --rounds 5
  npm run bench -- train --only faces --profile 50`,
    )
    .action(async (options: TrainFlags) => {
      const { benchTraining } = await import("./train.js");
      const { only, turn, profile, ...rest } = options;
      const workloads = chooseWorkloads(only);
      const given = { ...rest, workloads, turnMs: turn * 1000, profileSteps: profile };
      const result = await benchTraining(given, progressReporter(), signal);
      process.stdout.write(reportMarkdown(result));
    });
}

function pythaeCommand(signal: AbortSignal): Command {
  return new Command("faces-pythae")
    .description("what faces learns: Kiln and pythae on the same pictures with the same parameters")
    .option("--seeds <numbers>", "seeds, with commas", (text) => list(text).map(whole), [1, 2, 3])
    .option("--set <key=value...>", "further settings of the recipe, for both sides", collect, [])
    .addOption(
      new Option("--start <whose>", "first weights of pythae").choices(["pytorch", "kiln"] as const).default("pytorch"),
    )
    .option("--out <folder>", "where results go", resultsFolder())
    .action(async (options: PythaeOptions) => {
      const { comparePythae } = await import("./pythae/compare.js");
      const { pythaeMarkdown } = await import("./pythae/report.js");
      process.stdout.write(pythaeMarkdown(await comparePythae(options, progressReporter(), signal)));
    });
}

function trendPeersCommand(signal: AbortSignal): Command {
  return new Command("trend-peers")
    .description("what trend learns: its network, boosted trees and logistic regression on the real table")
    .requiredOption("--data <file>", "the table of Johns Hopkins University, confirmed cases, global")
    .addOption(new Option("--label <name>", "ask this question alone").choices(["nextDayHigher", "weekly"] as const))
    .option("--window <days>", "from so many days alone", whole)
    .option("--seeds <numbers>", "seeds, with commas", (text) => list(text).map(whole), [1, 2, 3, 4, 5])
    .option("--quick", "one seed, two epochs: does it run?", false)
    .option("--tuning", "test inside the days that are learnt from, to choose settings by", false)
    .option("--set <key=value...>", "further settings of the recipe", collect, [])
    .option("--out <folder>", "where results go", resultsFolder())
    .action(async ({ label, window, quick, ...options }: TrendPeersFlags) => {
      const { compareTrendPeers, tasksOf } = await import("./trend-peers/compare.js");
      const { peersMarkdown } = await import("./trend-peers/report.js");
      const given = { ...options, tasks: tasksOf(label, window) };
      const hurried = { ...given, seeds: given.seeds.slice(0, 1), set: ["epochs=2", ...given.set] };
      const result = await compareTrendPeers(quick ? hurried : given, progressReporter(), signal);
      process.stdout.write(peersMarkdown(result));
    });
}

function ownCommand(signal: AbortSignal): Command {
  return new Command("own")
    .description("a model of one's own: the short form, scikit-learn and Keras on tables that scikit-learn ships")
    .option("--only <names>", "tables, with commas: iris, wine, cancer, diabetes, digits", list, [])
    .option(
      "--seeds <numbers>",
      "seeds of split and weights, with commas",
      (text) => list(text).map(whole),
      [1, 2, 3, 4, 5],
    )
    .option("--out <folder>", "where results go", resultsFolder())
    .action(async (options: OwnOptions) => {
      const { compareOwn } = await import("./own/compare.js");
      const { ownMarkdown } = await import("./own/report.js");
      process.stdout.write(ownMarkdown(await compareOwn(options, progressReporter(), signal)));
    });
}

function webCommand(signal: AbortSignal): Command {
  return new Command("web")
    .description("the page in Chromium: first picture, decoding beside onnxruntime-web alone, sliders, bytes, memory")
    .option("--repository <folder>", "published models, faces among them", join(ownPackage().root, "published"))
    .option("--quick", "few of everything: does it run?", false)
    .option("--out <folder>", "where results go", resultsFolder())
    .action(async (options: WebBenchOptions) => {
      const { benchWeb } = await import("./web/measure.js");
      const { webMarkdown } = await import("./web/report.js");
      process.stdout.write(webMarkdown(await benchWeb(options, progressReporter(), signal)));
    });
}

function serveCommand(signal: AbortSignal): Command {
  return new Command("serve")
    .description("answers over HTTP: Kiln, FastAPI + onnxruntime, MLServer, BentoML, LitServe, taking turns")
    .option("--repository <folder>", "published models, trend among them", join(ownPackage().root, "published"))
    .option("--contenders <names>", "who takes part, with commas", list, servers)
    .option(
      "--clients <numbers>",
      "clients of the closed loop, with commas",
      (text) => list(text).map(whole),
      [1, 8, 64, 256],
    )
    .option(
      "--times <numbers>",
      "of its capacity, in the open loop; 0 = no open loop",
      (text) => list(text).map(whole),
      [2, 5, 10],
    )
    .option("--seconds <n>", "length of a turn", whole, 4)
    .option("--rounds <n>", "turns of each contender", whole, 3)
    .option("--out <folder>", "where results go", resultsFolder())
    .action(async ({ times, ...options }: ServeBenchOptions) => {
      const { benchServe } = await import("./serve/measure.js");
      const { serveMarkdown } = await import("./serve/report.js");
      const given = { ...options, times: times.filter((one) => one > 0) };
      process.stdout.write(serveMarkdown(await benchServe(given, progressReporter(), signal)));
    });
}

/** Who can be measured by `serve`. */
const servers = ["kiln", "fastapi", "mlserver", "bentoml", "litserve"];

interface TrendPeersFlags {
  readonly data: string;
  readonly label?: "nextDayHigher" | "weekly";
  readonly window?: number;
  readonly seeds: readonly number[];
  readonly quick: boolean;
  readonly tuning: boolean;
  readonly set: readonly string[];
  readonly out: string;
}

interface TrainFlags {
  readonly only: readonly string[];
  readonly contenders: readonly ContenderName[];
  readonly rounds: number;
  readonly turn: number;
  readonly trainings: number;
  readonly profile: number;
  readonly set: readonly string[];
  readonly patience: number;
  readonly seed: number;
  readonly out: string;
}

/** One line a thing, on the standard error. */
function progressReporter(): Reporter {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  return { ...silentReporter, stage: (name) => say(`\n${name}`), note: say, warn: (text) => say(`warning: ${text}`) };
}

function resultsFolder(): string {
  return join(ownPackage().root, "tools", "bench", "results");
}

function collect(text: string, all: readonly string[]): string[] {
  return [...all, text];
}

function list(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

function contenderList(text: string): ContenderName[] {
  const named = list(text);
  const unknown = named.find((name) => !contenderNames.some((known) => known === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There are ${contenderNames.join(", ")}.`);
  return contenderNames.filter((name) => named.includes(name));
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("A whole number is needed, 0 or more.");
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("A number above 0 is needed.");
  return value;
}
