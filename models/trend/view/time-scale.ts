/** Days of a curve on the screen: places, ticks, and dates in the page's language. */
import { scaleUtc } from "d3-scale";
import type { Language } from "kilnjs/page";
import { parseIsoDate } from "../dates.js";

const MILLISECONDS_A_DAY = 86_400_000;
/** Pixels that a date takes. */
const TICK = 92;
/** More days than these have ticks at months or years. */
const LONG = 150;

/** Dates as people write them; `en` is written the British way, which every reader tells apart. */
const locales: Readonly<Record<Language, string>> = { en: "en-GB", "zh-Hant": "zh-Hant-TW" };

/** A day number as a date: "24 November 2021", "2021年11月24日". */
export function longDate(day: number, language: Language): string {
  return formatted(day, language, { dateStyle: "long" });
}

/** A date as an answer has it, `2021-11-24`, as people write it. */
export function writtenDate(iso: string, language: Language): string {
  return longDate(parseIsoDate(iso, "end"), language);
}

function formatted(day: number, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], { ...options, timeZone: "UTC" }).format(day * MILLISECONDS_A_DAY);
}

/** A scale of days. */
export interface DayScale {
  /** From a place in the curve to pixels. */
  place(index: number): number;
  /** From pixels to the nearest place in the curve. */
  at(pixel: number): number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

/** Puts the days `firstDay + from` to `firstDay + to` between two pixels, half a day of room on either side. */
export function dayScale(
  days: { readonly firstDay: number; readonly from: number; readonly to: number },
  [left, right]: readonly [number, number],
  language: Language,
): DayScale {
  const { firstDay, from, to } = days;
  const date = (index: number): Date => new Date((firstDay + index) * MILLISECONDS_A_DAY);
  const scale = scaleUtc()
    .domain([date(from - 0.5), date(to + 0.5)])
    .range([left, right]);
  const ticks = scale.ticks(Math.max(3, Math.floor((right - left) / TICK)));
  const months = to - from > LONG;
  const style: Intl.DateTimeFormatOptions = months
    ? { month: "short", year: "numeric" }
    : { day: "numeric", month: "short" };
  return {
    place: (index) => scale(date(index)),
    at: (pixel) => Math.round(scale.invert(pixel).getTime() / MILLISECONDS_A_DAY - firstDay),
    ticks: apart(ticks.map(scale)).map((x) => ({
      x,
      label: formatted(Math.round(scale.invert(x).getTime() / MILLISECONDS_A_DAY), language, style),
    })),
  };
}

/** Every second of them, or third, so that dates do not touch. */
function apart(places: readonly number[]): number[] {
  const [first = 0, second = first + TICK] = places;
  const every = Math.max(1, Math.ceil(TICK / (second - first)));
  return places.filter((_, i) => i % every === 0);
}
