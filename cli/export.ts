/** `kiln export`: from a run to a verified, published model. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { toolchainPython } from "../system/toolchain.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { defined, wholeNumber } from "./options.js";
import { ROADS } from "./roads.js";
import type { Session } from "./session.js";
import { stoppable } from "./stoppable.js";
import { pairs } from "./table.js";
import { agreementTable } from "./verify.js";

interface ExportFlags {
  json?: boolean;
  run?: string;
  via: (typeof ROADS)[number];
  opset?: number;
  repository?: string;
}

/** Builds the command. */
export function exportCommand(line: CommandLine): Command {
  return subcommand("export", "convert a run to ONNX, verify and publish it")
    .argument("<model>", "which model")
    .option("--run <run>", "the run directory (default: the newest finished run of the model)")
    .addOption(
      new Option("--via <road>", "how the ONNX file is made; both compares the two").choices(ROADS).default(ROADS[0]),
    )
    .option("--opset <n>", "the ONNX operator set (default: 18)", wholeNumber(1, 100))
    .option("--repository <dir>", "where to publish (default: published)")
    .addHelpText(
      "after",
      examples(
        ["kiln export MODEL", "the newest finished run, as the next version"],
        ["kiln export MODEL --run runs/MODEL/…", "another run"],
        ["kiln export MODEL --via both", "held against tf2onnx's file as well, which needs Python"],
        ["kiln export MODEL --repository /srv/models", "into another repository"],
      ),
    )
    .action(does<ExportFlags>(line, run));
}

async function run(session: Session, flags: ExportFlags, model: string): Promise<void> {
  const { reporter, signal, colours } = session;
  const recipe = await session.recipe(model);
  const repository = await session.repository(flags.repository);
  const { root, places } = await session.project();
  const { runs, cache } = places;
  const [{ findRun }, { freeze }, { exportModel }] = await Promise.all([
    import("../train/run/find.js"),
    import("../train/freeze.js"),
    import("../export/export.js"),
  ]);
  const { via, opset } = flags;
  const folder = await findRun(model, { runs, ...defined({ run: flags.run }) });
  const python = toolchainPython(root);
  // What is said to be typed next works on this repository.
  const there = flags.repository === undefined ? "" : ` --repository ${flags.repository}`;
  const manifests = await stoppable(
    signal,
    async () => {
      await freeze(recipe, folder, reporter, { cache, signal });
      return await exportModel({
        run: folder,
        repository,
        road: via,
        python,
        reporter,
        signal,
        ...defined({ opset }),
      });
    },
    () => ({
      kept: "nothing was published, and the run is as it was",
      next: `Start it again with: kiln export ${model} --run ${folder}${there}`,
    }),
  );
  const [main] = manifests;
  const { predictLine } = await import("./try-line.js");
  const published = manifests.map(({ name, version, file }) => join(repository, name, String(version), file.name));
  const text = [
    agreementTable(
      manifests.map(({ name, verification: { cases, runtimes } }) => ({ name, cases, runtimes })),
      colours,
    ),
    "",
    pairs(
      [
        ["Run", folder],
        ...published.map((file) => ["Model", file] as const),
        [
          "Try it",
          predictLine(model, Object.keys(recipe.model.processings[main?.contract.processing ?? ""] ?? {}), there),
        ],
        ["Serve", `kiln serve${there}`],
      ],
      colours,
    ),
  ].join("\n");
  session.result(
    {
      model,
      version: main?.version ?? 0,
      run: folder,
      files: published,
      verification: manifests.map(({ name, verification: { witness, ...verification } }) => ({
        graph: name,
        ...verification,
        ...(witness === undefined ? {} : { witness }),
      })),
    },
    text,
  );
}
