/** A split by time: learn from the past, tune on what came after, be judged on what came after that. */
import { InputError } from "kilnjs";
import type { DayRange } from "./windows.js";

/** Target days of each part. */
export interface TimeSplit {
  readonly train: DayRange;
  readonly validation: DayRange;
  readonly test: DayRange;
  /** Target days left out between two parts. */
  readonly gap: number;
}

/**
 * Cuts target days into training, validation and test, with `gap` days left out between them. With a gap of window +
 * horizon no day is seen by two parts, neither in a window nor in a label.
 *
 * @param shares of training and validation in the days that the gaps leave; the rest is the test.
 * @throws InputError saying how many days of the table are needed, when a part would be empty.
 */
export function splitByTime(
  targets: DayRange,
  gap: number,
  shares: { train: number; validation: number },
  describe: { file: string; days: number; window: number },
): TimeSplit {
  const usable = targets.to - targets.from + 1 - 2 * gap;
  const train = Math.floor(usable * shares.train);
  const validation = Math.floor(usable * shares.validation);
  const least = Math.min(train, validation, usable - train - validation);
  if (least < 1) {
    const missing = daysNeeded(shares) - usable;
    throw new InputError(
      `${describe.days} days of increments, needs at least ${describe.days + missing} days of them for windows of ${describe.window} days`,
      {
        where: { file: describe.file },
        next:
          describe.window > 7 ? "Give a longer table, or a shorter window: --set window=7." : "Give a longer table.",
      },
    );
  }
  const validationFrom = targets.from + train + gap;
  const testFrom = validationFrom + validation + gap;
  return {
    train: { from: targets.from, to: targets.from + train - 1 },
    validation: { from: validationFrom, to: validationFrom + validation - 1 },
    test: { from: testFrom, to: targets.to },
    gap,
  };
}

/** The fewest usable days of which each part gets at least one. */
function daysNeeded(shares: { train: number; validation: number }): number {
  for (let days = 3; ; days++) {
    const train = Math.floor(days * shares.train);
    const validation = Math.floor(days * shares.validation);
    if (Math.min(train, validation, days - train - validation) >= 1) return days;
  }
}
