/** Options that take a number, a list, or mean the same in several commands. */
import { InvalidArgumentError } from "commander";

/** The port of `serve`, unless told otherwise. */
export const DEFAULT_PORT = 8080;

/** The address of `serve`, unless told otherwise. */
export const DEFAULT_HOST = "127.0.0.1";

/** The option `--repository`; what it means when it is left out is `Session.repository`. */
export const repositoryOption = ["--repository <dir>", "the model repository (default: published)"] as const;

/** A whole number of a range, for commander's `argParser`. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`Give a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** A port; 0 takes any that is free. */
export const port = wholeNumber(0, 65_535);

/** A seed: any integer that a double holds exactly. */
export const seed = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** A published version. */
export const version = wholeNumber(1, 1_000_000_000);

/** Collects an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** The option `--date-format`: the setting `dateFormat` of a model that reads tables. */
export const dateFormatOption = [
  "--date-format <order>",
  "order of a table's dates where it is not plain: iso, mdy or dmy",
] as const;

/** The settings of `--set` with that of `--date-format` among them. */
export function withDateFormat(set: string[] | undefined, dateFormat: string | undefined): string[] | undefined {
  return dateFormat === undefined ? set : [...(set ?? []), `dateFormat=${dateFormat}`];
}

/** An object without the entries that are undefined: options that were not given. */
export function defined<Options extends object>(
  options: Options,
): { [Key in keyof Options]?: Exclude<Options[Key], undefined> } {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Key in keyof Options]?: Exclude<Options[Key], undefined> };
}
