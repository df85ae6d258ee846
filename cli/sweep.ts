/** `kiln sweep`: many runs, and one report that compares them. */
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { FailedError, InterruptedError, UsageError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import type { AnyRecipe, SweepPreset } from "../train/recipe.js";
import type { Plan, Variant } from "../train/sweep/plan.js";
import type { SweptRun } from "../train/sweep/run-sweep.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { collect, wholeNumber } from "./options.js";
import { named } from "./registries.js";
import type { Session } from "./session.js";
import { trainRun } from "./sweep/train-run.js";
import type { SharedPlaces } from "./sweep/with-shared.js";
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
  queue?: string;
  artefacts?: string;
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
    .option("--queue <url>", "have the workers of this Redis do the runs: redis://host:port (see kiln worker)")
    .option("--artefacts <place>", "with --queue: a folder that all machines see, or s3://bucket/prefix")
    .addHelpText(
      "after",
      examples(
        ["kiln sweep trend --grid cell=gru,lstm --grid window=14,28 --seeds 1,2,3", "twelve runs"],
        ["kiln sweep faces --preset report --quick", "four KL weights compared, in minutes"],
        ["kiln sweep trend --grid units=16,32 --jobs 1", "one after another"],
        ["kiln sweep trend --seeds 1,2,3 --queue redis://host:6379 --artefacts /shared", "on many machines"],
      ),
    )
    .action(does<SweepFlags>(line, sweep));
}

async function sweep(session: Session, flags: SweepFlags, model: string): Promise<number> {
  const recipe = await named((await session.registries()).recipes, model);
  const [{ openSweep }, { jobsFor }] = await Promise.all([
    import("../train/sweep/directory.js"),
    import("../train/sweep/jobs.js"),
  ]);
  const shared = sharedPlaces(flags);
  const jobs = flags.jobs ?? jobsFor();
  // On many machines every run has one thread: the bits must not depend on which machine has how many cores.
  const plan = await planOf(recipe, flags, model, shared !== null || jobs > 1);
  const suffix = [flags.preset, flags.quick === true ? "quick" : undefined].filter((part) => part !== undefined);
  const folder = flags.out ?? join("runs", "sweeps", [model, ...suffix].join("-"));
  openSweep(folder, plan);
  const results = await (shared === null
    ? runHere(session, plan, folder, jobs)
    : runOnWorkers(session, plan, folder, shared)
  ).catch((error: unknown) => {
    if (!session.signal.aborted) throw error;
    const next = `${shared === null ? "The" : "The workers go on meanwhile; the"} same command goes on with it.`;
    throw new InterruptedError(`the sweep in ${folder} was stopped; nothing is lost`, { next, cause: error });
  });
  return await compare(session, model, { folder, remarks: remarksOf(recipe, flags) }, results);
}

async function runHere(session: Session, plan: Plan, folder: string, jobs: number): Promise<SweptRun[]> {
  const { runSweep } = await import("../train/sweep/run-sweep.js");
  const { reporter, signal } = session;
  reporter.note(`${plan.runs.length} runs of ${plan.model} in ${folder}, ${jobs} at once.`);
  return await runSweep({
    runs: plan.runs,
    folder,
    jobs,
    reporter,
    signal,
    train: async (run, directory, resume) => {
      await trainRun(session, { plan, run, directory, resume });
      reporter.note(`${run.name}: finished.`);
    },
  });
}

async function runOnWorkers(session: Session, plan: Plan, folder: string, places: SharedPlaces): Promise<SweptRun[]> {
  const [{ coordinate }, { withShared }] = await Promise.all([
    import("../train/sweep/queue/coordinate.js"),
    import("./sweep/with-shared.js"),
  ]);
  const { reporter, signal } = session;
  return await withShared(session, places, async ({ link, blobs }) => {
    reporter.note(
      `${plan.runs.length} runs of ${plan.model}, on the workers of ${link.address}; results in ${folder}.`,
    );
    return await coordinate({ plan, folder, link, blobs, reporter, signal });
  });
}

/** Writes the report about the runs that did not fail. */
async function compare(
  session: Session,
  model: string,
  { folder, remarks }: { folder: string; remarks: readonly string[] },
  results: readonly SweptRun[],
): Promise<number> {
  const done = results.filter(({ outcome }) => outcome !== "failed");
  if (done.length === 0) throw new FailedError("every run of the sweep failed", { where: { file: folder } });
  const { writeReport } = await import("../train/report/write-report.js");
  const report = await writeReport(
    done.map(({ directory }) => directory),
    folder,
    { remarks },
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

/** The Redis and the store of a sweep on many machines, or null for one on this machine. */
function sharedPlaces({ queue, artefacts, jobs }: SweepFlags): SharedPlaces | null {
  const wrong = (reason: string, field: string, next: string) => new UsageError(reason, { where: { field }, next });
  if (queue === undefined) {
    if (artefacts === undefined) return null;
    throw wrong("--artefacts is for a sweep on many machines", "--artefacts", "Add --queue redis://host:port.");
  }
  if (artefacts === undefined) {
    const next = "Add --artefacts with a folder that all machines see, or s3://bucket/prefix.";
    throw wrong("workers must know where to keep what they train", "--artefacts", next);
  }
  if (jobs !== undefined) {
    throw wrong("with --queue the workers say how many runs they do at once", "--jobs", "Give it to kiln worker.");
  }
  return { queue, artefacts };
}

/** @throws UsageError for a preset, a setting or a list that does not exist. */
async function planOf(recipe: AnyRecipe, flags: SweepFlags, model: string, sideBySide: boolean): Promise<Plan> {
  const [{ parseAxis, planRuns, shortForm, unique }, { resolveSettings }] = await Promise.all([
    import("../train/sweep/plan.js"),
    import("../train/settings.js"),
  ]);
  const variants = variantsOf(recipe, flags, shortForm);
  const given = flags.set ?? [];
  const axes = (flags.grid ?? []).map(parseAxis);
  const threadsAreSet = [...given, ...axes.map(({ key }) => `${key}=`)].some((one) => one.startsWith("threads="));
  // Side by side, runs with all threads each would only wait for one another.
  const set = sideBySide && !threadsAreSet ? [...given, "threads=1"] : given;
  const runs = planRuns(variants, axes, seedsOf(flags.seeds ?? "1"), unique(set));
  // Before the first run: the last one's mistake must not show after hours.
  for (const { preset, set: settings } of runs) resolveSettings(recipe, preset ?? undefined, settings);
  return { formatVersion: 1, model, data: flags.data === undefined ? null : resolve(flags.data), runs };
}

function variantsOf(
  recipe: AnyRecipe,
  { preset, quick }: SweepFlags,
  shortForm: (sweep: SweepPreset) => readonly Variant[],
): readonly Variant[] {
  const sweeps = recipe.sweeps ?? {};
  const own = preset === undefined ? undefined : sweeps[preset];
  if (own !== undefined) return quick === true ? shortForm(own) : own.runs;
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
  return [{ name: "", preset: preset ?? null, set: [] }];
}

/** What the report says of the sweep as a whole. */
function remarksOf({ sweeps = {} }: AnyRecipe, { preset = "", quick }: SweepFlags): string[] {
  const remark = quick === true ? sweeps[preset]?.quick.remark : undefined;
  return remark === undefined ? [] : [remark];
}

function seedsOf(text: string): number[] {
  const seeds = text.split(",").map((part) => Number(part));
  if (text.trim() !== "" && seeds.every(Number.isSafeInteger) && new Set(seeds).size === seeds.length) return seeds;
  throw new UsageError(`"${text}" is no list of different seeds`, {
    where: { field: "--seeds" },
    next: "Write it as 1,2,3.",
  });
}
