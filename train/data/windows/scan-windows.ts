/** One row of each window of a part, in order, without holding the rows. */
import type { RowLayout, Words } from "../rows/row-layout.js";
import type { RowStore } from "../rows/row-store.js";
import type { WindowPart } from "./window-parts.js";

/** Hands over the row `offset` rows from the first of each window. */
export async function scanWindows(
  store: RowStore,
  layout: RowLayout,
  part: WindowPart,
  offset: number,
  visit: (words: Words, index: number) => void,
): Promise<void> {
  let window = 0;
  let row = part.windows > 0 ? part.start(0) + offset : Number.POSITIVE_INFINITY;
  await store.scan((words, rows, first) => {
    while (row < first + rows) {
      visit(words, (row - first) * layout.words);
      window += 1;
      row = window < part.windows ? part.start(window) + offset : Number.POSITIVE_INFINITY;
    }
  });
}

/** Hands over each row that a window of a part has, once. */
export async function scanRowsOf(
  store: RowStore,
  layout: RowLayout,
  { ranges }: WindowPart,
  { span, stride }: { readonly span: number; readonly stride: number },
  visit: (words: Words, index: number) => void,
): Promise<void> {
  let at = 0;
  await store.scan((words, rows, first) => {
    for (let i = 0; i < rows; ) {
      const range = ranges[at];
      if (range === undefined) return;
      const row = first + i;
      const end = range.first + (range.count - 1) * stride + span;
      if (row >= end) {
        at += 1;
        continue;
      }
      if (row >= range.first) visit(words, i * layout.words);
      i += 1;
    }
  });
}
