/** Which windows are learnt from, which are tuned on, and which are the test: parted by days, by countries, or by both. */
import { at, InputError, Random } from "kilnjs";
import type { TimeSplit } from "../split.js";
import { type DayRange, indexWindows, type WindowIndex } from "../windows.js";

/** The parts of a split. */
export type PartName = "train" | "validation" | "test";

/** Ways to split. `random` leaks: a window's neighbours, which share all days but one with it, are learnt from. */
export const splitNames = ["time", "country", "both", "random"] as const;

export type SplitName = (typeof splitNames)[number];

/** True when the parts lie one after another in time, with a gap between them. */
export function isSplitInTime(by: SplitName): boolean {
  return by === "time" || by === "both";
}

/** All target days for each part: what a split is in time when it is none. */
export function allDays(targets: DayRange): TimeSplit {
  return { train: targets, validation: targets, test: targets, gap: 0 };
}

/** What windows are parted by. */
export interface PartsOptions {
  readonly by: SplitName;
  /** Target days of each part; the same for all where the split is not in time. */
  readonly split: TimeSplit;
  /** Indices of the series that are learnt from. */
  readonly selected: readonly number[];
  readonly shares: { readonly train: number; readonly validation: number };
  /** Draws the countries, or the windows, of each part. */
  readonly seed: number;
  /** The table's name, for messages. */
  readonly file: string;
}

/**
 * The windows of each part.
 *
 * @throws InputError when there are too few countries to give each part one.
 */
export function windowsOfParts(options: PartsOptions): Record<PartName, WindowIndex> {
  const { by, split, selected } = options;
  if (by === "random") return atRandom(options);
  const countries = by === "time" ? { train: selected, validation: selected, test: selected } : countriesOf(options);
  return {
    train: indexWindows(countries.train, split.train),
    validation: indexWindows(countries.validation, split.validation),
    test: indexWindows(countries.test, split.test),
  };
}

function countriesOf({ selected, shares, seed, file }: PartsOptions): Record<PartName, number[]> {
  const places = Random.seeded(seed, "split/countries").permutation(selected.length);
  const order = Array.from(places, (place) => at(selected, place));
  const [train, validation, test] = cut(order.length, shares);
  if (Math.min(train, validation, test) < 1) {
    throw new InputError(`${selected.length} countries cannot be split in three parts by country`, {
      where: { file },
      next: "Learn from more countries, --set selection=all, or split by time: --set splitBy=time.",
    });
  }
  const sorted = (numbers: number[]): number[] => numbers.sort((a, b) => a - b);
  return {
    train: sorted(order.slice(0, train)),
    validation: sorted(order.slice(train, train + validation)),
    test: sorted(order.slice(train + validation)),
  };
}

function atRandom({ selected, split, shares, seed }: PartsOptions): Record<PartName, WindowIndex> {
  const all = indexWindows(selected, split.train);
  const order = Random.seeded(seed, "split/windows").permutation(all.series.length);
  const [train, validation] = cut(order.length, shares);
  const pick = (rows: Uint32Array): WindowIndex => {
    rows.sort();
    return {
      series: Int32Array.from(rows, (row) => at(all.series, row)),
      target: Int32Array.from(rows, (row) => at(all.target, row)),
    };
  };
  return {
    train: pick(order.slice(0, train)),
    validation: pick(order.slice(train, train + validation)),
    test: pick(order.slice(train + validation)),
  };
}

/** Sizes of the three parts of a number of things. */
function cut(count: number, shares: PartsOptions["shares"]): [number, number, number] {
  const train = Math.floor(count * shares.train);
  const validation = Math.floor(count * shares.validation);
  return [train, validation, count - train - validation];
}
