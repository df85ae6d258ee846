/** `kiln sample`: new faces from a seed, as a labelled picture. */
import type { Command } from "commander";
import type { Session } from "kilnjs/cli";
import { type CommandLine, defined, does, examples, seed, subcommand, wholeNumber } from "kilnjs/cli";
import { number, type PictureFlags, pictureOptions, samplerOption } from "./pictures/options.js";

interface SampleFlags extends PictureFlags {
  readonly count: number;
  readonly seed: number;
  readonly sampler?: string;
  readonly temperature?: number;
}

/** Builds the command. */
export function sampleCommand(line: CommandLine): Command {
  const command = subcommand("sample", "draw new faces from a seed")
    .description("Draws new faces. The same seed gives the same faces as POST /v1/faces/sample.")
    .option("--count <n>", "how many", wholeNumber(1, 256), 16)
    .option("--seed <n>", "other faces; a larger --count begins with the same ones", seed, 1)
    .addOption(samplerOption())
    .option("--temperature <t>", "0: the middle of each kind; 1: as varied as training (default: 1)", number(0, 4));
  return pictureOptions(command, "faces-sample.png")
    .addHelpText(
      "after",
      examples(
        ["kiln sample", "16 faces in faces-sample.png"],
        ["kiln sample --seed 7 --count 64 --out sheet.png", "64 others"],
        ["kiln sample --sampler prior", "from the standard normal prior of the VAE"],
        ["kiln sample --seed 7 --plain", "the server's pixels, to compare or go on with"],
        ["kiln sample --out faces.json", "latent numbers, and each face as a data URL"],
      ),
    )
    .action(does<SampleFlags>(line, run));
}

async function run(session: Session, flags: SampleFlags): Promise<void> {
  const [{ z }, { outputOf, writeAnswer }, { listFields, signature, withFaces }, { squareColumns }, { written }] =
    await Promise.all([
      import("zod"),
      import("./pictures/output.js"),
      import("./pictures/published.js"),
      import("../sheet.js"),
      import("./pictures/written.js"),
    ]);
  const output = await outputOf(flags, "faces-sample.png");
  await withFaces(session, flags, async (faces) => {
    const { count, seed, sampler, temperature } = flags;
    const request = { count, seed, ...defined({ sampler, temperature }), scale: output.asked };
    const schema = z.object({ ...listFields, sampler: z.string(), temperature: z.number() });
    const { json, answer } = await faces.ask("sample", request, schema);
    const columns = squareColumns(count);
    const from = answer.sampler === "prior" ? "the standard normal prior" : "the mixture that was fitted in training";
    const size = await writeAnswer(
      output,
      {
        json,
        faces: answer.images,
        columns,
        sheet: {
          title: `${count} ${count === 1 ? "face" : "faces"} from seed ${seed}`,
          subtitle: `Drawn from ${from}, temperature ${answer.temperature}`,
          description: "New faces in rows, from left to right in the order in which the seed gives them.",
          ...signature(faces),
          groups: [columns],
          rows: rowsOf(answer.images, columns),
          scale: output.scale,
        },
      },
      faces.pictures,
    );
    written(session, output, size, faces, { seed, count, sampler: answer.sampler, temperature: answer.temperature });
  });
}

/**
 * Rows that say which faces they hold, counted from 0 as in the answer's lists and in the addresses of the page: a face that
 * somebody likes is found again in a larger sheet.
 */
function rowsOf(images: readonly string[], columns: number) {
  return Array.from({ length: Math.ceil(images.length / columns) }, (_, row) => {
    const first = row * columns;
    const faces = images.slice(first, first + columns);
    return { details: [faces.length === 1 ? `${first}` : `${first}–${first + faces.length - 1}`], faces };
  });
}
