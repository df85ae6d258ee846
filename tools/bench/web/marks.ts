/** What the probe in the page tells, and what follows from it. Times are milliseconds since the navigation began. */

/** Something that happened in the page. */
export interface Mark {
  readonly kind: "input" | "click" | "asked" | "answered" | "face" | "face-frame" | "cell" | "cell-frame";
  readonly at: number;
}

/** What has been noted. */
export interface Notes {
  /** In the order in which they happened. */
  readonly marks: readonly Mark[];
  /** Durations of the main thread's tasks over 50 ms. */
  readonly longTasks: readonly number[];
}

/** `globalThis.kilnProbe` of a page with the probe in it. */
export interface Probed {
  /** What was noted since the last call. */
  taken(): Notes;
  /** How many marks of a kind there are by now. */
  count(kind: Mark["kind"]): number;
}

/** From one movement of a slider to the picture that it led to. */
export interface Followed {
  /** Until the picture was drawn on its canvas. */
  readonly drawnMs: number;
  /** Until the frame that shows it began. */
  readonly frameMs: number;
}

/**
 * For each movement of a slider, the first picture that knows of it: its question was asked after the movement. Movements
 * of which no picture came are left out; there is none where the last picture was waited for.
 */
export function followedOf(marks: readonly Mark[]): Followed[] {
  const inputs: number[] = [];
  const asked: number[] = [];
  const followed: Followed[] = [];
  let known = 0;
  let drawn: { readonly at: number; readonly from: number; readonly to: number } | undefined;
  let shown = 0;
  for (const { kind, at } of marks) {
    if (kind === "input") inputs.push(at);
    else if (kind === "asked") asked.push(inputs.length);
    else if (kind === "answered") known = asked.shift() ?? known;
    else if (kind === "face" && known > shown) {
      drawn = { at, from: drawn?.from ?? shown, to: known };
      shown = known;
    } else if (kind === "face-frame" && drawn !== undefined) {
      for (const input of inputs.slice(drawn.from, drawn.to)) {
        followed.push({ drawnMs: drawn.at - input, frameMs: at - input });
      }
      drawn = undefined;
    }
  }
  return followed;
}

/**
 * From each click to the frame that shows the last of `cells` pictures that came after it, milliseconds.
 *
 * @param cells how many pictures a click leads to.
 */
export function gridsOf(marks: readonly Mark[], cells: number): number[] {
  const found: number[] = [];
  let clicked: number | undefined;
  let drawn = 0;
  for (const { kind, at } of marks) {
    if (kind === "click") [clicked, drawn] = [at, 0];
    else if (kind === "cell") drawn += 1;
    else if (kind === "cell-frame" && clicked !== undefined && drawn >= cells) {
      found.push(at - clicked);
      clicked = undefined;
    }
  }
  return found;
}

/** When the first face was on the screen, milliseconds after the navigation began; undefined when none was. */
export function firstPictureOf(marks: readonly Mark[]): number | undefined {
  return marks.find(({ kind }) => kind === "face-frame")?.at;
}
