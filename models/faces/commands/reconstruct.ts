/** `kiln reconstruct`: pictures beside what the model makes of them. */
import type { Command } from "commander";
import { InputError } from "kilnjs";
import type { Session } from "kilnjs/cli";
import { type CommandLine, does, examples, subcommand, wholeNumber } from "kilnjs/cli";
import { type PictureFlags, pictureOptions } from "./pictures/options.js";

/** Reasons that are shown to a person; a machine is told all. */
const SHOWN_REASONS = 20;

interface ReconstructFlags extends PictureFlags {
  readonly count: number;
}

/** Builds the command. */
export function reconstructCommand(line: CommandLine): Command {
  const command = subcommand("reconstruct", "show pictures beside their reconstructions")
    .description("Shows pictures of yours, as the model sees them, beside what it makes of them.")
    .argument("<pictures...>", "picture files and folders")
    .option("--count <n>", "at most so many pictures", wholeNumber(1, 256), 64);
  return pictureOptions(command, "faces-reconstruct.png")
    .addHelpText(
      "after",
      examples(
        ["kiln reconstruct me.jpg", "one picture and its reconstruction"],
        ["kiln reconstruct a.png b.png photos/", "several, and all in a folder"],
        ["kiln reconstruct photos/ --out errors.json", "latent numbers and squared errors"],
      ),
    )
    .action(does<ReconstructFlags, [string[]]>(line, run));
}

async function run(session: Session, flags: ReconstructFlags, places: string[]): Promise<void> {
  const [{ outputOf, writeAnswer }, { signature, withFaces }, { gather }, { reconstructAll }, { written }] =
    await Promise.all([
      import("./pictures/output.js"),
      import("./pictures/published.js"),
      import("./pictures/gather.js"),
      import("./pictures/reconstruct-all.js"),
      import("./pictures/written.js"),
    ]);
  const output = await outputOf(flags, "faces-reconstruct.png");
  const files = await gather(places);
  await withFaces(session, flags, async (faces) => {
    const { done, skipped, left } = await reconstructAll(faces, files, flags.count, output.asked, session.reporter);
    report(session, skipped, left, flags.count);
    if (done.length === 0) throw nothing(places, skipped);
    const mean = done.reduce((sum, { error }) => sum + error, 0) / done.length;
    const pairs = Math.min(done.length, Math.max(1, Math.round(Math.sqrt(done.length / 1.5))));
    const size = await writeAnswer(
      output,
      {
        json: {
          ...faces.who,
          files: done.map(({ path }) => path),
          errors: done.map(({ error }) => error),
          latents: done.map(({ latent }) => [...latent]),
          images: done.flatMap(({ images }) => [...images]),
          skipped: skipped.map((one) => ({ ...one })),
        },
        faces: done.flatMap(({ images }) => images),
        columns: 2,
        sheet: {
          title:
            done.length === 1
              ? "A picture and its reconstruction"
              : `${done.length} pictures and their reconstructions`,
          subtitle: `Mean squared error ${errorText(mean)} (levels from 0 to 1)`,
          description: done.map(({ name, error }) => `${name}: squared error ${errorText(error)}.`).join(" "),
          ...signature(faces),
          groups: new Array<number>(pairs).fill(2),
          headings: new Array<string[]>(pairs).fill(["original", "reconstruction"]).flat(),
          rows: Array.from({ length: Math.ceil(done.length / pairs) }, (_, row) => {
            const shown = done.slice(row * pairs, (row + 1) * pairs);
            return {
              faces: shown.flatMap(({ images }) => images),
              captions: shown.map(({ name, error }) => [name, `squared error ${errorText(error)}`]),
            };
          }),
          scale: output.scale,
        },
      },
      faces.pictures,
    );
    written(session, output, size, faces, {
      pictures: done.map(({ path, error }) => ({ file: path, error })),
      error: mean,
      skipped: skipped.map((one) => ({ ...one })),
      left,
    });
  });
}

interface Skipped {
  readonly file: string;
  readonly reason: string;
}

function report({ reporter }: Session, skipped: readonly Skipped[], left: number, count: number): void {
  for (const { file, reason } of skipped.slice(0, SHOWN_REASONS)) reporter.warn(`skipped ${file}: ${reason}`);
  const more = skipped.length - SHOWN_REASONS;
  if (more > 0) reporter.warn(`skipped ${more} more; --json lists them`);
  if (left > 0) reporter.note(`the first ${count} pictures; ${left} more files were not looked at (--count)`);
}

function nothing(places: readonly string[], [first, ...others]: readonly Skipped[]): InputError {
  const next = "Give JPEG, PNG, WebP, GIF, TIFF or AVIF files, or a folder of them.";
  if (first === undefined) return new InputError("holds no pictures", { where: { file: places.join(", ") }, next });
  const more = others.length === 0 ? "" : ` (and ${others.length} more that cannot be used)`;
  return new InputError(`${first.reason}${more}`, { where: { file: first.file }, next });
}

function errorText(error: number): string {
  return error.toPrecision(3);
}
