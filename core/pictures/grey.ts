/** The grey of a colour as ITU-R BT.601 weighs its three channels: one rule for training and serving. */
export function greyOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
