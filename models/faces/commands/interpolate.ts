/** `kiln interpolate`: the strip from one face to another. */
import { type Command, Option } from "commander";
import type { Session } from "kilnjs/cli";
import { type CommandLine, does, examples, subcommand, wholeNumber } from "kilnjs/cli";
import { type PictureFlags, pictureOptions, samplerOption } from "./pictures/options.js";

interface InterpolateFlags extends PictureFlags {
  readonly steps: number;
  readonly method: "slerp" | "lerp" | "both";
  readonly sampler?: string;
}

/** What a label calls the two ways. */
const ways = { slerp: "along the arc", lerp: "along the line" } as const;

/** Builds the command. */
export function interpolateCommand(line: CommandLine): Command {
  const command = subcommand("interpolate", "draw the way from one face to another")
    .description("Draws the way from one face to another: each is a picture file, or seed:N for the face of a seed.")
    .argument("<a>", "where it begins: a picture file, or seed:N")
    .argument("<b>", "where it ends: a picture file, or seed:N")
    .option("--steps <n>", "faces, both ends included", wholeNumber(2, 128), 9)
    .addOption(
      new Option("--method <name>", "slerp: along the arc; lerp: along the line; both: one below the other")
        .choices(["slerp", "lerp", "both"])
        .default("slerp"),
    )
    .addOption(samplerOption());
  return pictureOptions(command, "faces-interpolate.png")
    .addHelpText(
      "after",
      examples(
        ["kiln interpolate dark.png light.png", "nine faces between two pictures"],
        ["kiln interpolate seed:1 seed:2 --steps 16", "between two faces that nobody drew"],
        ["kiln interpolate me.jpg seed:2 --method both", "along the arc, and along the line"],
      ),
    )
    .action(does<InterpolateFlags>(line, run));
}

async function run(session: Session, flags: InterpolateFlags, a: string, b: string): Promise<void> {
  const [{ outputOf, writeAnswer }, { listFields, signature, withFaces }, { facePoint }, { blaming }, { written }] =
    await Promise.all([
      import("./pictures/output.js"),
      import("./pictures/published.js"),
      import("./pictures/face-point.js"),
      import("./pictures/blame.js"),
      import("./pictures/written.js"),
    ]);
  const [{ originalOf }, { z }] = await Promise.all([import("./pictures/original.js"), import("zod")]);
  const { steps, method, sampler } = flags;
  const output = await outputOf(flags, "faces-interpolate.png");
  const [from, to] = [await facePoint(a, "a", sampler), await facePoint(b, "b", sampler)];
  const methods = method === "both" ? (["slerp", "lerp"] as const) : ([method] as const);
  const origins = { "/from": from.origin, "/to": to.origin };
  await withFaces(session, flags, async (faces) => {
    const schema = z.object(listFields);
    const strips = await blaming(origins, async () => {
      const asked = [];
      for (const way of methods) {
        const request = { from: from.point, to: to.point, steps, method: way, scale: output.asked };
        asked.push({ way, ...(await faces.ask("interpolate", request, schema)) });
      }
      return asked;
    });
    const [first, last] = [await originalOf(faces, from.image), await originalOf(faces, to.image)];
    const beside = (face: string | undefined) => (face === undefined ? [] : [face]);
    const places = Array.from({ length: steps }, (_, i) => String(Number((i / (steps - 1)).toFixed(3))));
    const size = await writeAnswer(
      output,
      {
        json:
          method === "both" ? Object.fromEntries(strips.map(({ way, json }) => [way, json])) : (strips[0]?.json ?? {}),
        faces: strips.flatMap(({ answer }) => answer.images),
        columns: steps,
        sheet: {
          title: `From ${from.name} to ${to.name}`,
          subtitle: `${steps} faces, from t = 0 to t = 1, ${methods.map((way) => `${ways[way]} (${way})`).join(" and ")}`,
          description:
            "Each row is a way from one face to the other; its ends are the two faces as the model draws them.",
          ...signature(faces),
          groups: [...beside(first).map(() => 1), steps, ...beside(last).map(() => 1)],
          headings: [...beside(first).map(() => "original"), ...places, ...beside(last).map(() => "original")],
          rows: strips.map(({ way, answer }) => ({
            ...(method === "both" ? { label: way, details: [ways[way]] } : {}),
            faces: [...beside(first), ...answer.images, ...beside(last)],
          })),
          scale: output.scale,
        },
      },
      faces.pictures,
    );
    written(session, output, size, faces, { from: from.name, to: to.name, steps, methods: [...methods] });
  });
}
