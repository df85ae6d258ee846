/** Options of the commands that draw faces. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { repositoryOption, version, wholeNumber } from "kilnjs/cli";

/** Side of the square that each pixel becomes: in a labelled sheet, and in plain pixels. */
export const SCALES = { labelled: 4, plain: 1 } as const;

/** What `pictureOptions` adds to a command. */
export interface PictureFlags {
  readonly json?: boolean;
  readonly out?: string;
  readonly plain?: boolean;
  readonly scale?: number;
  readonly version?: number;
  readonly repository?: string;
}

/** The options that all of these commands have; called after a command's own, so that those come first in its help. */
export function pictureOptions(command: Command, file: string): Command {
  return command
    .option("--out <file>", `where to write: .png, .webp or .json (default: ${file})`)
    .option("--plain", "the faces without words: the pixels that the server sends")
    .option(
      "--scale <n>",
      `side of the square that each pixel becomes (default: ${SCALES.labelled}, plain ${SCALES.plain})`,
      wholeNumber(1, 8),
    )
    .option("--version <n>", "the published version (default: the newest)", version)
    .option(...repositoryOption);
}

/** `--sampler`: where the face of a seed comes from. The default is the operation's. */
export function samplerOption(): Option {
  return new Option("--sampler <name>", "where a seed's face comes from (default: mixture)").choices([
    "mixture",
    "prior",
  ]);
}

/** A number of a range, for commander's `argParser`. */
export function number(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Give a number from ${minimum} to ${maximum}.`);
  };
}

/** `23,3,29`, or `all`: places in the latent vector. */
export function dimensionList(text: string): readonly number[] | "all" {
  if (text.trim() === "all") return "all";
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (values.every((value) => Number.isInteger(value) && value >= 0)) return values;
  throw new InvalidArgumentError("Give whole numbers from 0 with commas between them, or all.");
}

/** `hair,outline`, or `all`: names of attributes. */
export function attributeList(text: string): readonly string[] | "all" {
  if (text.trim() === "all") return "all";
  const names = text.split(",").map((part) => part.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("Give names with commas between them, or all.");
}

/** `-3,3`, or `3` for the same: from and to, in standard deviations. */
export function range(text: string): readonly [number, number] {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [from = Number.NaN, to = -from] = values.length === 1 ? values.map((value) => -Math.abs(value)) : values;
  if (values.length <= 2 && Math.abs(from) <= 10 && Math.abs(to) <= 10 && from < to) return [from, to];
  throw new InvalidArgumentError("Give two numbers from -10 to 10, the lower one first: -3,3.");
}
