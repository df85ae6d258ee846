/**
 * What varies from face to face: eleven independent factors, each a whole number from 0. Steps of a factor are ordered,
 * so that neighbours look alike, and no factor is circular: a circle of hues would need two latent dimensions.
 */
import { at, Random } from "kilnjs";

/** One factor: `levels` values, 0 to levels - 1. */
export interface Factor {
  readonly name: string;
  readonly levels: number;
  /** What the lowest and the highest value look like. */
  readonly from: string;
  readonly to: string;
}

/** All factors, in the order of the columns of `factors.csv`. */
export const FACTORS = [
  { name: "background", levels: 8, from: "periwinkle", to: "coral" },
  { name: "hair_colour", levels: 8, from: "ink", to: "platinum" },
  { name: "hair_style", levels: 4, from: "short", to: "twin tails" },
  { name: "fringe", levels: 3, from: "parted", to: "straight" },
  { name: "skin", levels: 3, from: "light", to: "brown" },
  { name: "face_width", levels: 5, from: "narrow", to: "wide" },
  { name: "eye_size", levels: 5, from: "small", to: "large" },
  { name: "eye_colour", levels: 6, from: "brown", to: "violet" },
  { name: "gaze", levels: 5, from: "left of the picture", to: "right of the picture" },
  { name: "mouth", levels: 5, from: "frown", to: "open smile" },
  { name: "tilt", levels: 5, from: "left of the picture", to: "right of the picture" },
] as const satisfies readonly Factor[];

/** The name of a factor. */
export type FactorName = (typeof FACTORS)[number]["name"];

/** A value of each factor: one face. */
export type FaceFactors = Readonly<Record<FactorName, number>>;

/** Where each factor stands in a row of values. */
export const FACTOR_NAMES: readonly FactorName[] = FACTORS.map((factor) => factor.name);

/**
 * The values of faces 0 to count - 1 of a seed, row-major [count, 11]. Each value is drawn uniformly and independently.
 * Face i depends on the seed and on i alone: asking for more faces never changes the earlier ones.
 */
export function drawFactors(seed: number, count: number): Uint8Array {
  const random = Random.seeded(seed, "faces/factors");
  const values = new Uint8Array(count * FACTORS.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = random.integer((FACTORS[i % FACTORS.length] as Factor).levels);
  }
  return values;
}

/**
 * One row of `drawFactors` by name.
 *
 * @throws RangeError when the row is not there.
 */
export function faceAt(values: Uint8Array, row: number): FaceFactors {
  const first = row * FACTORS.length;
  if (row < 0 || first + FACTORS.length > values.length) throw new RangeError(`there is no face ${row}`);
  return Object.fromEntries(
    FACTOR_NAMES.map((name, i) => [name, values[first + i] as number]),
  ) as unknown as FaceFactors;
}

/** A factor's value as a number from -1 (lowest) to 1 (highest): what the drawing scales with. */
export function signed(face: FaceFactors, name: FactorName): number {
  const { levels } = at(FACTORS, FACTOR_NAMES.indexOf(name), "factor");
  return (2 * face[name]) / (levels - 1) - 1;
}
