/** Numbers as a person reads them. */

/** A whole number with commas: 12,400. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** About four digits, without an exponent where it can be avoided: 0.6123, 12.35, 1,240, 1.2e-7. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e9 ? count(value) : value.toExponential(2);
  const size = Math.abs(value);
  if (size >= 1000 && size < 1e9) return count(value);
  if (size >= 1e9 || size < 1e-3) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

/** Units a second: 412/s, 2.1/s; slower than one a second is told as seconds each. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return `${count(perSecond)}/s`;
  if (perSecond >= 1) return `${perSecond.toFixed(1)}/s`;
  return `${(1 / perSecond).toFixed(1)} s each`;
}

/** A length of time: 0.4 s, 8 s, 2 min 5 s, 1 h 3 min. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `loss 0.6123`, `accuracy 0.71`: in the order given. */
export function figures(values: Readonly<Record<string, number>> | undefined): string[] {
  return Object.entries(values ?? {}).map(([name, value]) => `${name} ${figure(value)}`);
}
