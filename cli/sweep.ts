/** `kiln sweep`: many runs, and one report that compares them. */
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { FailedError, UsageError } from "../models/errors.js";
import { nearest } from "../models/nearest.js";
import type { Reporter } from "../models/reporter.js";
import type { Plan, PlannedRun, Variant } from "../sweep/plan.js";
import type { AnyRecipe } from "../train/recipe.js";
import { runKiln } from "./child.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { collect, wholeNumber } from "./options.js";
import { named } from "./registries.js";
import type { Session } from "./session.js";
import { pairs, table } from "./table.js";

interface SweepFlags {
  json?: boolean;
  preset?: string;
  grid?: string[];
  seeds?: string;
  set?: string[];
  data?: string;
  out?: string;
  jobs?: number;
  quick?: boolean;
}

/** Builds the command. */
export function sweepCommand(line: CommandLine): Command {
  return subcommand("sweep", "train many runs, some at once, and compare them")
    .argument("<model>", "which model, for instance trend")
    .option("--preset <name>", "a sweep of the model's (faces: report), or a preset that every run starts from")
    .option("--grid <key=a,b,c>", "values of one setting; several lists give every combination", collect)
    .option("--seeds <list>", "every run once with each of these seeds", "1")
    .option("--set <key=value>", "a setting of every run; may be given several times", collect)
    .option("--data <path>", "your data; the embedded data when left out")
    .option("--out <dir>", "the sweep's folder (default: runs/sweeps/<model>, with -<preset> and -quick)")
    .option(
      "--jobs <n>",
      "runs at once (default: by cores and memory); more than one have a thread each",
      wholeNumber(1, 256),
    )
    .option("--quick", "a model's sweep in its short form")
    .addHelpText(
      "after",
      examples(
        ["kiln sweep trend --grid cell=gru,lstm --grid window=14,28 --seeds 1,2,3", "twelve runs"],
        ["kiln sweep faces --preset report --quick", "the seed report's experiments in minutes"],
        ["kiln sweep trend --grid units=16,32 --jobs 1", "one after another"],
      ),
    )
    .action(does<SweepFlags>(line, sweep));
}

async function sweep(session: Session, flags: SweepFlags, model: string): Promise<number> {
  const recipe = await named((await session.registries()).recipes, model);
  const [{ openSweep }, { runSweep }, { jobsFor }] = await Promise.all([
    import("../sweep/directory.js"),
    import("../sweep/run-sweep.js"),
    import("../sweep/jobs.js"),
  ]);
  const jobs = flags.jobs ?? jobsFor();
  const plan = await planOf(recipe, flags, model, jobs);
  const suffix = [flags.preset, flags.quick === true ? "quick" : undefined].filter((part) => part !== undefined);
  const folder = flags.out ?? join("runs", "sweeps", [model, ...suffix].join("-"));
  openSweep(folder, plan);
  session.reporter.note(`${plan.runs.length} runs of ${model} in ${folder}, ${jobs} at once.`);
  const results = await runSweep({
    runs: plan.runs,
    folder,
    jobs,
    reporter: session.reporter,
    signal: session.signal,
    train: (run, directory, resume) => trainRun(session, plan, run, directory, resume),
  });
  const done = results.filter(({ outcome }) => outcome !== "failed");
  if (done.length === 0) throw new FailedError("every run of the sweep failed", { where: { file: folder } });
  const { writeReport } = await import("../report/write-report.js");
  const report = await writeReport(
    done.map(({ directory }) => directory),
    folder,
  );
  const { colours } = session;
  session.result(
    {
      model,
      folder,
      report: report.page,
      runs: results.map(({ name, directory, outcome, error }) => ({
        name,
        directory,
        outcome,
        ...(error === undefined ? {} : { error: error.message }),
      })),
    },
    [
      table(
        ["run", "outcome"],
        results.map(({ name, outcome }) => [name, outcome]),
        colours,
      ),
      "",
      pairs([["Report", report.page]], colours),
    ].join("\n"),
  );
  return done.length === results.length ? 0 : 1;
}

/** @throws UsageError for a preset, a setting or a list that does not exist. */
async function planOf(recipe: AnyRecipe, flags: SweepFlags, model: string, jobs: number): Promise<Plan> {
  const [{ parseAxis, planRuns }, { resolveSettings }] = await Promise.all([
    import("../sweep/plan.js"),
    import("../train/settings.js"),
  ]);
  const { variants, quick } = variantsOf(recipe, flags);
  const given = [...quick, ...(flags.set ?? [])];
  const axes = (flags.grid ?? []).map(parseAxis);
  const threadsAreSet = [...given, ...axes.map(({ key }) => `${key}=`)].some((one) => one.startsWith("threads="));
  // Side by side, runs with all threads each would only wait for one another.
  const set = jobs > 1 && !threadsAreSet ? [...given, "threads=1"] : given;
  const runs = planRuns(variants, axes, seedsOf(flags.seeds ?? "1"), unique(set));
  // Before the first run: the last one's mistake must not show after hours.
  for (const { preset, set: settings } of runs) resolveSettings(recipe, preset ?? undefined, settings);
  return { formatVersion: 1, model, data: flags.data === undefined ? null : resolve(flags.data), runs };
}

function variantsOf(
  recipe: AnyRecipe,
  { preset, quick }: SweepFlags,
): { variants: readonly Variant[]; quick: readonly string[] } {
  const sweeps = recipe.sweeps ?? {};
  const own = preset === undefined ? undefined : sweeps[preset];
  if (own !== undefined) return { variants: own.runs, quick: quick === true ? own.quick : [] };
  if (quick === true) {
    const names = Object.keys(sweeps);
    throw new UsageError("--quick is the short form of a model's own sweep", {
      where: { field: "--quick" },
      next: names.length === 0 ? "This model has none." : `Give one of them: --preset ${names.join(", ")}.`,
    });
  }
  if (preset !== undefined && !Object.hasOwn(recipe.presets, preset)) {
    const names = [...Object.keys(sweeps), ...Object.keys(recipe.presets)];
    const guess = nearest(preset, names);
    throw new UsageError(`there is no preset "${preset}"`, {
      where: { field: "--preset" },
      next: `${guess === undefined ? "" : `Did you mean ${guess}? `}There are ${names.join(", ")}.`,
    });
  }
  return { variants: [{ name: "", preset: preset ?? null, set: [] }], quick: [] };
}

function seedsOf(text: string): number[] {
  const seeds = text.split(",").map((part) => Number(part));
  if (text.trim() !== "" && seeds.every(Number.isSafeInteger) && new Set(seeds).size === seeds.length) return seeds;
  throw new UsageError(`"${text}" is no list of different seeds`, {
    where: { field: "--seeds" },
    next: "Write it as 1,2,3.",
  });
}

/** The last of each setting: what a person gives counts more than a short form's own. */
function unique(set: readonly string[]): string[] {
  return [...new Map(set.map((one) => [one.slice(0, one.indexOf("=")), one])).values()];
}

async function trainRun(
  session: Session,
  plan: Plan,
  run: PlannedRun,
  directory: string,
  resume: boolean,
): Promise<void> {
  const args = resume
    ? ["train", plan.model, "--resume", directory]
    : [
        "train",
        plan.model,
        ...(run.preset === null ? [] : ["--preset", run.preset]),
        ...(plan.data === null ? [] : ["--data", plan.data]),
        ...["--out", directory, "--seed", String(run.seed)],
        ...run.set.flatMap((one) => ["--set", one]),
      ];
  await runKiln(session, args, quiet(session.reporter, run.name));
  session.reporter.note(`${run.name}: finished.`);
}

/** Of several runs at once only what must be known is told, with the run's name before it. */
function quiet(reporter: Reporter, name: string): Reporter {
  return {
    stage: () => undefined,
    progress: () => undefined,
    note: () => undefined,
    warn: (text) => reporter.warn(`${name}: ${text}`),
    record: (event, data) => reporter.record(event, { run: name, ...data }),
  };
}
