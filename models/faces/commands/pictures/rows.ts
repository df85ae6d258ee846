/** The rows of `kiln traverse`: latent numbers by the operation `traverse`, attributes by `edit`. */

import type { Json, JsonObject } from "kilnjs";
import { UsageError } from "kilnjs";
import { z } from "zod";
import { fittedOf } from "../../fitted.js";
import { type SheetRow, sigmas } from "../../labelled-sheet.js";
import { evenly } from "../../moves.js";
import { blaming, type Origins } from "./blame.js";
import type { FacePoint } from "./face-point.js";
import { type Faces, listFields } from "./published.js";

/** What to move, how far, in how many steps. */
export interface TraverseFlags {
  readonly dimensions?: readonly number[] | "all";
  readonly attribute?: readonly string[] | "all";
  readonly range?: readonly [number, number];
  readonly steps: number;
}

/** Rows and the words for them. */
export interface Traversed {
  readonly json: Json;
  readonly what: string;
  /** What the headings mean. */
  readonly sigmas: string;
  readonly notes: readonly string[];
  readonly headings: readonly string[];
  readonly rows: readonly (SheetRow & { readonly label: string; readonly details: readonly string[] })[];
  /** What a machine is told. */
  readonly done: JsonObject;
}

/** Latent numbers in one request. */
const MOST_ROWS = 64;
/** Characters of both ends of an attribute on one line. */
const LONGEST_LINE = 20;
const DEFAULT_RANGE = [-3, 3] as const;

/**
 * Asks the model.
 *
 * @throws UsageError naming `--dimensions`, `--attribute` or `--steps`; InputError naming the picture's file.
 */
export function rowsOf(faces: Faces, base: FacePoint, flags: TraverseFlags, scale: number): Promise<Traversed> {
  const { range = DEFAULT_RANGE, steps } = flags;
  const [from, to] = range;
  const strengths = evenly([from, to], steps);
  const origins: Origins = {
    "/base": base.origin,
    "/dimensions": { field: "--dimensions" },
    "/attribute": { field: "--attribute" },
    "/steps": { field: "--steps" },
    "/range": { field: "--range" },
  };
  return blaming(origins, () =>
    flags.attribute === undefined
      ? alongNumbers(faces, base, flags, strengths, scale)
      : alongAttributes(faces, base, flags.attribute, strengths, scale),
  );
}

async function alongNumbers(
  faces: Faces,
  base: FacePoint,
  { dimensions: wanted, range = DEFAULT_RANGE, steps }: TraverseFlags,
  strengths: readonly number[],
  scale: number,
): Promise<Traversed> {
  const known = fittedOf(faces.manifests).dimensions;
  const dimensions = wanted === "all" ? known.slice(0, MOST_ROWS).map(({ index }) => index) : wanted;
  const asked = dimensions === undefined ? {} : { dimensions: [...dimensions] };
  const schema = z.object({ ...listFields, dimensions: z.array(z.int()) });
  const request = { base: base.point, ...asked, range: [...range], steps, scale };
  const { json, answer } = await faces.ask("traverse", request, schema);
  return {
    json,
    what: "What each latent number does",
    sigmas: "A row each, the others unchanged; in standard deviations of the training pictures around their mean",
    notes: ["Effect: mean change of a picture's levels (0 to 255) for one standard deviation."],
    headings: strengths.map(sigmas),
    rows: answer.dimensions.map((index, row) => {
      const effect = known.find((one) => one.index === index)?.effect ?? 0;
      return {
        label: `Number ${index}`,
        details: [`effect ${effect.toFixed(1)}`],
        faces: answer.images.slice(row * steps, (row + 1) * steps),
      };
    }),
    done: { dimensions: answer.dimensions, range: [...range], steps },
  };
}

async function alongAttributes(
  faces: Faces,
  base: FacePoint,
  wanted: readonly string[] | "all",
  strengths: readonly number[],
  scale: number,
): Promise<Traversed> {
  const known = fittedOf(faces.manifests).attributes;
  const names = wanted === "all" ? known.map(({ name }) => name) : wanted;
  if (names.length === 0) throw new UsageError("this version knows no attributes", { where: { field: "--attribute" } });
  const titleOf = (attribute: string) => known.find(({ name }) => name === attribute)?.title ?? attribute;
  const schema = z.object({ ...listFields, low: z.string(), high: z.string() });
  const edited = [];
  let start: JsonObject = base.point;
  for (const attribute of names) {
    const row = { attribute, strengths: [...strengths], latents: [] as number[][], images: [] as string[] };
    let [low, high] = ["", ""];
    for (const strength of strengths) {
      const { answer } = await faces.ask("edit", { base: start, attribute, strength, steps: 1, scale }, schema);
      const [unchanged, changed] = answer.latents;
      // The picture is read and encoded once; from here on its latent numbers stand for it.
      start = { latent: unchanged ?? [] };
      row.latents.push(changed ?? []);
      row.images.push(answer.images[1] ?? "");
      [low, high] = [answer.low, answer.high];
    }
    edited.push({ ...row, low, high });
  }
  return {
    json: { ...faces.who, attributes: edited },
    what: names.length === 1 ? titleOf(names[0] ?? "") : `${names.length} properties of a face`,
    sigmas: "A row each, in standard deviations of the training pictures; 0 is the face itself",
    notes: [],
    headings: strengths.map(sigmas),
    rows: edited.map(({ attribute, low, high, images }) => ({
      label: titleOf(attribute),
      details: low.length + high.length > LONGEST_LINE ? [low, `→ ${high}`] : [`${low} → ${high}`],
      faces: images,
    })),
    done: { attributes: [...names], range: [strengths[0] ?? 0, strengths.at(-1) ?? 0], steps: strengths.length },
  };
}
