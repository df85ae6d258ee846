/** The order of names: that of their bytes in UTF-8, on every system and in every language. */

/** Compares by UTF-8 bytes without making them: the order of code points, which UTF-16 keeps but for surrogates. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others, so they are moved behind the units from 0xE000 on. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
