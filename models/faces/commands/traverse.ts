/** `kiln traverse`: what each latent number, or each attribute, does to a face. */
import type { Command } from "commander";
import { UsageError } from "kilnjs";
import type { Session } from "kilnjs/cli";
import { type CommandLine, does, examples, seed, subcommand, wholeNumber } from "kilnjs/cli";
import {
  attributeList,
  dimensionList,
  type PictureFlags,
  pictureOptions,
  range,
  samplerOption,
} from "./pictures/options.js";
import type { TraverseFlags } from "./pictures/rows.js";

interface Flags extends PictureFlags, TraverseFlags {
  readonly seed?: number;
  readonly sampler?: string;
}

/** Builds the command. */
export function traverseCommand(line: CommandLine): Command {
  const command = subcommand("traverse", "show what each latent number does to a face")
    .description("Changes a face by one latent number, or by one attribute, a row.")
    .argument("[face]", "where it starts: a picture file, or seed:N (default: seed:1)")
    .option("--seed <n>", "the same as seed:N", seed)
    .addOption(samplerOption())
    .option("--dimensions <list>", "23,3,29 or all (default: the eight that change most)", dimensionList)
    .option("--attribute <list>", "hair,outline or all: attributes instead of latent numbers", attributeList)
    .option("--range <from,to>", "in standard deviations of the training pictures (default: -3,3)", range)
    .option("--steps <n>", "faces in a row", wholeNumber(2, 65), 9);
  return pictureOptions(command, "faces-traverse.png")
    .addHelpText(
      "after",
      examples(
        ["kiln traverse", "the eight strongest latent numbers"],
        ["kiln traverse me.jpg --dimensions 23,3 --range -2,2", "two of them, on a picture of yours"],
        ["kiln traverse --seed 7 --attribute hair,outline", "hair colour and outline of the face"],
        ["kiln traverse --attribute all", "everything that has a name"],
      ),
    )
    .action(does<Flags>(line, run));
}

async function run(session: Session, flags: Flags, face?: string): Promise<void> {
  if (flags.dimensions !== undefined && flags.attribute !== undefined) {
    throw new UsageError("give latent numbers or attributes, not both", {
      where: { field: "--dimensions, --attribute" },
    });
  }
  if (face !== undefined && flags.seed !== undefined) {
    throw new UsageError(`the face is "${face}" already`, { where: { field: "--seed" }, next: "Give one of the two." });
  }
  const [{ outputOf, writeAnswer }, { signature, withFaces }, { facePoint }, { rowsOf }, { written }] =
    await Promise.all([
      import("./pictures/output.js"),
      import("./pictures/published.js"),
      import("./pictures/face-point.js"),
      import("./pictures/rows.js"),
      import("./pictures/written.js"),
    ]);
  const output = await outputOf(flags, "faces-traverse.png");
  const base = await facePoint(face ?? `seed:${flags.seed ?? 1}`, "face", flags.sampler);
  await withFaces(session, flags, async (faces) => {
    const { json, what, headings, rows, sigmas, notes, done } = await rowsOf(faces, base, flags, output.asked);
    const size = await writeAnswer(
      output,
      {
        json,
        faces: rows.flatMap((row) => row.faces),
        columns: headings.length,
        sheet: {
          title: `${what}, starting from ${base.name}`,
          subtitle: sigmas,
          description: rows.map(({ label, details }) => `${label}: ${details.join(", ")}.`).join(" "),
          ...signature(faces),
          notes: [...notes, ...signature(faces).notes],
          groups: [headings.length],
          headings,
          rows,
          scale: output.scale,
        },
      },
      faces.pictures,
    );
    written(session, output, size, faces, { face: base.name, ...done });
  });
}
