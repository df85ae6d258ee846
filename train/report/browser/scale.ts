/** Numbers to places and back, straight or logarithmic, with ticks at round numbers. */

/** An axis: a range of numbers over a range of pixels. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  place(value: number): number;
  value(place: number): number;
  readonly ticks: readonly number[];
}

/** @param from pixel of `low`; @param to pixel of `high`; a logarithmic scale needs `low` above 0. */
export function scaleOf(low: number, high: number, from: number, to: number, log = false): Scale {
  const [a, b] = log ? [Math.log10(low), Math.log10(high)] : [low, high];
  const span = b - a || 1;
  const bend = (value: number): number => (log ? Math.log10(value) : value);
  return {
    low,
    high,
    place: (value) => from + ((bend(value) - a) / span) * (to - from),
    value: (place) => {
      const straight = a + ((place - from) / (to - from)) * span;
      return log ? 10 ** straight : straight;
    },
    ticks: log ? decades(low, high) : roundNumbers(low, high, 5),
  };
}

function roundNumbers(low: number, high: number, wanted: number): number[] {
  const raw = (high - low) / wanted;
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? raw;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k++) ticks.push(k * step);
  return ticks;
}

function decades(low: number, high: number): number[] {
  const ticks: number[] = [];
  const factors = Math.log10(high / low) < 2 ? [1, 2, 5] : [1];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks.length < 2 ? roundNumbers(low, high, 4) : ticks;
}

/** Four digits that tell, and no more. */
export function shown(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
