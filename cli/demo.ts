/** `kiln demo`: everything, on the embedded data. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { AnyRecipe } from "../train/recipe.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import type { DemoOutcome } from "./demo/model.js";
import { DEFAULT_PORT, DEFAULT_REPOSITORY, port } from "./options.js";
import { requireFreePort } from "./port.js";
import { named } from "./registries.js";
import { duration, figure } from "./reporter/format.js";
import { serve } from "./serve.js";
import type { Session } from "./session.js";
import { pairs } from "./table.js";

const HOST = "127.0.0.1";

interface DemoFlags {
  json?: boolean;
  serve: boolean;
  port: number;
  fresh?: boolean;
}

/** Builds the command. */
export function demoCommand(line: CommandLine): Command {
  return subcommand("demo", "everything on the embedded data, then serve it")
    .argument("[models...]", "only these models (default: all)")
    .option("--no-serve", "stop when the models are published")
    .option("--port <n>", "the server's port; 0 takes one that is free", port, DEFAULT_PORT)
    .option("--fresh", "train again, even when nothing has changed since the last demo")
    .addHelpText(
      "after",
      examples(
        ["kiln demo", "train, export, verify and serve; the second time only serve"],
        ["kiln demo --no-serve", "the same work, then exit 0"],
        ["kiln demo trend", "one model only"],
        ["kiln demo --fresh --port 9000", "once more from the start, on another port"],
      ),
    )
    .action(does<DemoFlags, [string[]]>(line, run));
}

async function run(session: Session, flags: DemoFlags, wanted: readonly string[]): Promise<number> {
  const { recipes } = await session.registries();
  const names = wanted.length === 0 ? Object.keys(recipes) : [...new Set(wanted)];
  const chosen: AnyRecipe[] = [];
  for (const name of names) chosen.push(await named(recipes, name));
  if (flags.serve) await requireFreePort(flags.port, HOST);
  const { fingerprint } = await import("./demo/fingerprint.js");
  const { DEMO_SEED, demoModel, demoPreset } = await import("./demo/model.js");
  const repository = DEFAULT_REPOSITORY;
  const start = session.host.now();
  const blocks: string[] = [];
  const { repositoryFiles } = await import("../core/manifest.js");
  for (const recipe of chosen) {
    const model = recipe.model.name;
    const preset = demoPreset(recipe);
    const mark = fingerprint(preset, String(DEMO_SEED));
    const request = { model, preset, repository, fingerprint: mark, fresh: flags.fresh === true };
    const outcome = await demoModel(session, request);
    if (outcome.reused) session.reporter.note(`${model} is as it was made before (kiln demo --fresh makes it again)`);
    const made = describe(outcome, repositoryFiles.card);
    session.reporter.record("model", { model, ...made });
    blocks.push(block(model, made, session));
  }
  session.reporter.note(`${flags.serve ? "Ready" : "Done"} in ${duration((session.host.now() - start) / 1000)}.`);
  if (flags.serve) return serve(session, { repository, host: HOST, port: flags.port }, blocks);
  const next = pairs([["Serve", "kiln serve"]], session.colours);
  session.result({ repository, models: names }, ["", ...blocks, next].join("\n"));
  return 0;
}

/** What was made and where it lies, as data. */
function describe({ run, bundle, reused }: DemoOutcome, card: string) {
  const graphs = Object.values(bundle.graphs);
  const agreement = graphs.map(({ name, manifest: { verification } }) => ({
    graph: name,
    runtimes: verification.runtimes.map(({ runtime }) => runtime),
    maxScaledDifference: Math.max(...verification.runtimes.map((one) => one.maxScaledDifference)),
  }));
  const report = ["report.html", "evaluation.json"].map((name) => join(run, name)).find((path) => existsSync(path));
  return {
    version: bundle.version,
    reused,
    agreement,
    report: report ?? run,
    files: graphs.map(({ folder, manifest }) => join(folder, manifest.file.name)),
    card: join(graphs[0]?.folder ?? "", card),
  };
}

/** The same for a person. */
function block(model: string, made: ReturnType<typeof describe>, { colours }: Session): string {
  const { version, agreement, report, files, card } = made;
  const agrees = agreement.map(({ graph, runtimes, maxScaledDifference }) => {
    const which = agreement.length === 1 ? "" : `${graph}: `;
    return `${which}${runtimes.join(", ")} agree within ${figure(maxScaledDifference)}`;
  });
  const title = `${colours.bold(model)}, version ${version}`;
  const lines: (readonly [string, string])[] = [
    ...agrees.map((text) => ["Checked", text] as const),
    ["Report", report],
    ...files.map((file) => ["Model", file] as const),
    ["Card", card],
  ];
  return `${title}\n${pairs(lines, colours)}\n`;
}
