/** From a source of rows to a dataset: read once, divided, watched and checked. */
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { findingsOf } from "../checks/findings.js";
import type { Dataset, DescribedRow, Field, ReaderContext } from "../dataset.js";
import { divide } from "../splits/divide.js";
import { type PartName, partNames, type SplitOptions } from "../splits/split-options.js";
import { encodeRows } from "./encode-rows.js";
import { type Fill, fill, fillsOf } from "./fill.js";
import { partRows, perPart } from "./part-rows.js";
import { type EncoderOptions, RowEncoder } from "./row-encoder.js";
import { layoutOf, type RowLayout, type Slot, type Words } from "./row-layout.js";
import type { RowSource } from "./row-source.js";
import type { RowStore } from "./row-store.js";

/** What readers of rows have in common. */
export interface RowOptions extends EncoderOptions {
  readonly split?: SplitOptions | undefined;
}

/**
 * Reads the rows of a source as a dataset.
 *
 * @throws InputError naming the place of what cannot be taken; InterruptedError when the signal is aborted.
 */
export async function openRows(
  source: RowSource,
  fields: readonly Field[],
  options: RowOptions & { readonly split: SplitOptions },
  context: ReaderContext,
): Promise<Dataset> {
  const layout = layoutOf(fields);
  const encoder = new RowEncoder(layout, source.columns, options);
  const { split } = options;
  const place = { folder: context.cache, signal: context.signal };
  const encoded = await encodeRows(source, layout, encoder, split, context);
  const names = encoder.names();
  const nameOf = namesOfColumns(source, layout);
  let parted: Awaited<ReturnType<typeof partRows>>;
  try {
    const partOf = await divide({ store: encoded.store, layout, split, seed: context.seed });
    parted = await partRows(encoded.store, layout, names, partOf, nameOf, place);
  } finally {
    await encoded.store.close();
  }
  const known = Object.fromEntries(Array.from(names, ([slot, order]) => [slot.field.name, order.names]));
  const { stores, statistics } = parted;
  const closeAll = async () => {
    for (const part of partNames) await stores[part].close();
  };
  try {
    const fills = await fillsOf({ training: stores.training, layout, missing: encoder.missing, statistics });
    const { summary, findings } = await findingsOf({
      source,
      encoded,
      encoder,
      layout,
      parted,
      names: known,
      split,
      nameOf,
    });
    for (const warning of findings.warnings) context.reporter.warn(warning);
    return {
      summary,
      findings,
      names: known,
      statistics,
      classCounts: classCounts(fields, parted.nameCounts.training),
      parts: perPart((part) => ({ rows: stores[part].rows })),
      read: async (part, indices) => await read(stores[part], layout, fills, indices),
      describeRow: async (part, index) => await describe(stores, part, index, { source, layout, fills, names: known }),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The source's names of the components of fields. */
function namesOfColumns(source: RowSource, { slots }: RowLayout): (slot: Slot, component: number) => string {
  const first = new Map<Slot, number>();
  let at = 0;
  for (const slot of slots) {
    first.set(slot, at);
    at += slot.size;
  }
  return (slot, component) => source.columns[(first.get(slot) ?? 0) + component]?.name ?? slot.field.name;
}

function classCounts(fields: readonly Field[], counts: Readonly<Record<string, readonly number[]>>) {
  return Object.fromEntries(
    fields.filter(({ kind }) => kind === "labels").map(({ name }) => [name, counts[name] ?? []]),
  );
}

async function read(
  store: RowStore,
  layout: RowLayout,
  fills: readonly Fill[],
  indices: Uint32Array,
): Promise<Tensors> {
  const words = await store.read(indices);
  for (let i = 0; i < indices.length; i++) fill(fills, words, i * layout.words);
  return tensorsOf(words, layout, indices.length);
}

/** Rows as a tensor for each field. */
export function tensorsOf(words: Words, { slots, words: width }: RowLayout, rows: number): Tensors {
  return Object.fromEntries(
    slots.map(({ field, offset, size, named }) => {
      const data = named ? new Int32Array(rows * size) : new Float32Array(rows * size);
      const from = named ? words.whole : words.real;
      for (let row = 0; row < rows; row++) {
        const start = row * width + offset;
        data.set(from.subarray(start, start + size), row * size);
      }
      return [field.name, makeTensor(named ? "int32" : "float32", [rows, ...field.shape], data)];
    }),
  );
}

/** What a row is told with. */
interface Told {
  readonly source: RowSource;
  readonly layout: RowLayout;
  readonly fills: readonly Fill[];
  readonly names: Readonly<Record<string, readonly string[]>>;
}

async function describe(
  stores: Readonly<Record<PartName, RowStore>>,
  part: PartName,
  index: number,
  { source, layout, fills, names }: Told,
): Promise<DescribedRow> {
  const words = await stores[part].read(Uint32Array.of(index));
  fill(fills, words, 0);
  const file = source.files[words.whole[layout.fileAt] as number];
  return {
    place: `${file === undefined ? "" : `${file}, `}row ${words.whole[layout.numberAt]}`,
    values: Object.fromEntries(layout.slots.map((slot) => [slot.field.name, textOf(slot, words, names)])),
  };
}

/** Numbers that are listed one by one; more are told by their shape. */
const MOST_LISTED = 12;

function textOf({ field, offset, size, named }: Slot, { whole, real }: Words, names: Told["names"]): string {
  if (size > MOST_LISTED || field.kind === "picture") return `${field.kind} of ${field.shape.join(" x ")}`;
  const values = Array.from({ length: size }, (_, i) => {
    const at = offset + i;
    return named
      ? (names[field.name]?.[whole[at] as number] ?? "")
      : String(Number((real[at] as number).toPrecision(7)));
  });
  return values.join(", ");
}
