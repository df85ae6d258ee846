/** From rows of series to a dataset of windows. */
import { UsageError } from "../../../core/errors.js";
import type { JsonObject } from "../../../core/json.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { classWarnings } from "../checks/class-warnings.js";
import type { DataFindings, Dataset, DescribedRow, Field, ReaderContext, Statistics } from "../dataset.js";
import { Moments } from "../rows/moments.js";
import type { Names } from "../rows/names.js";
import { perPart } from "../rows/part-rows.js";
import { type EncoderOptions, RowEncoder } from "../rows/row-encoder.js";
import { layoutOf, type RowLayout, type Slot } from "../rows/row-layout.js";
import type { RowSource } from "../rows/row-source.js";
import { type PartName, partNames, type SplitOptions } from "../splits/split-options.js";
import { scanRowsOf, scanWindows } from "./scan-windows.js";
import { readSegments, type SegmentColumns, type SegmentedRows } from "./segments.js";
import type { WindowField, WindowShape } from "./window-fields.js";
import { type WindowPart, windowParts } from "./window-parts.js";

/** How windows are cut and divided. */
export interface WindowsAsked extends EncoderOptions {
  readonly shape: WindowShape;
  readonly stride: number;
  readonly split: SplitOptions;
  readonly columns: SegmentColumns;
}

/**
 * Opens windows of the rows of a source.
 *
 * @throws InputError for rows that cannot be taken, or that hold too few windows.
 */
export async function openWindows(
  source: RowSource,
  fields: readonly Field[],
  asked: WindowsAsked,
  context: ReaderContext,
): Promise<Dataset> {
  const { shape, stride, split } = asked;
  const layout = layoutOf(shape.fields.map(({ ofRow }) => ofRow));
  const encoder = new RowEncoder(layout, source.columns, asked);
  for (const [name, { policy }] of encoder.missing) {
    if (policy === "drop" || policy === "refuse" || typeof policy === "object") continue;
    throw new UsageError(`a missing value of "${name}" cannot be filled with the ${policy} in a series`, {
      where: { field: "missing" },
      next: 'Say "drop" (the series ends there), "refuse", or { value: 0 }.',
    });
  }
  const rows = await readSegments(source, layout, encoder, asked.columns, context);
  try {
    const parts = windowParts({ ...rows, span: shape.span, stride, split, seed: context.seed });
    const orders = new Map(Array.from(encoder.names(), ([slot, order]) => [slot, order]));
    const placed = shape.fields.map((place, i) => ({ place, slot: layout.slots[i] as Slot }));
    const statistics = await statisticsOf(rows, layout, parts.training, placed, asked);
    const nameCounts = await countNames(rows, layout, parts, placed, orders);
    const names = Object.fromEntries(Array.from(orders, ([slot, order]) => [slot.field.name, order.names]));
    const counts = {
      rows: rows.read,
      ...perPart((part) => parts[part].windows),
      series: rows.groups.length,
      ...(encoder.dropped === 0 ? {} : { leftOutMissing: encoder.dropped }),
    };
    const findings = findingsOf({ rows, parts, asked, fields, statistics, nameCounts, names, counts, encoder });
    for (const warning of findings.warnings) context.reporter.warn(warning);
    return {
      summary: { source: source.name, simulated: false, sha256: rows.sha256, counts },
      findings,
      names,
      statistics,
      classCounts: Object.fromEntries(
        fields.filter(({ kind }) => kind === "labels").map(({ name }) => [name, nameCounts.training[name] ?? []]),
      ),
      parts: perPart((part) => ({ rows: parts[part].windows })),
      read: async (part, indices) => await read(rows, layout, parts[part], indices, placed, orders, shape.span),
      describeRow: async (part, index) =>
        await describe(source, rows, layout, parts[part].start(index), placed, orders, shape.span),
      close: async () => await rows.store.close(),
    };
  } catch (error) {
    await rows.store.close();
    throw error;
  }
}

/** A field in the window and in the row. */
interface Placed {
  readonly place: WindowField;
  readonly slot: Slot;
}

type Orders = ReadonlyMap<Slot, ReturnType<Names["order"]>>;

async function statisticsOf(
  { store }: SegmentedRows,
  layout: RowLayout,
  training: WindowPart,
  placed: readonly Placed[],
  { shape, stride }: WindowsAsked,
): Promise<Record<string, readonly Statistics[]>> {
  const series = placed.filter(({ place }) => place.field.kind === "series");
  const single = placed.filter(({ place, slot }) => place.field.kind !== "series" && !slot.named);
  const moments = new Map([...series, ...single].map(({ slot }) => [slot, new Moments(slot)]));
  await scanRowsOf(store, layout, training, { span: shape.span, stride }, (words, index) => {
    for (const { slot } of series) moments.get(slot)?.add(words, index);
  });
  for (const { slot, place } of single) {
    await scanWindows(store, layout, training, place.from, (words, index) => moments.get(slot)?.add(words, index));
  }
  return Object.fromEntries(Array.from(moments, ([slot, of]) => [slot.field.name, of.statistics()]));
}

async function countNames(
  { store }: SegmentedRows,
  layout: RowLayout,
  parts: Record<PartName, WindowPart>,
  placed: readonly Placed[],
  orders: Orders,
): Promise<Record<PartName, Record<string, number[]>>> {
  const counts = perPart((): Record<string, number[]> => ({}));
  for (const part of partNames) {
    for (const { place, slot } of placed) {
      const order = orders.get(slot);
      if (order === undefined) continue;
      const own = new Uint32Array(order.names.length);
      await scanWindows(store, layout, parts[part], place.from, ({ whole }, index) => {
        const name = order.numbers[whole[index + slot.offset] as number] as number;
        own[name] = (own[name] as number) + 1;
      });
      counts[part][place.field.name] = [...own];
    }
  }
  return counts;
}

async function read(
  { store }: SegmentedRows,
  layout: RowLayout,
  part: WindowPart,
  indices: Uint32Array,
  placed: readonly Placed[],
  orders: Orders,
  span: number,
): Promise<Tensors> {
  const words = await store.read(
    indices.map((index) => part.start(index)),
    span,
  );
  const tensors: Record<string, Tensors[string]> = {};
  for (const { place, slot } of placed) {
    const { field, from, length } = place;
    const rows = indices.length;
    const data = slot.named ? new Int32Array(rows * slot.size) : new Float32Array(rows * length * slot.size);
    for (let i = 0, to = 0; i < rows; i++) {
      for (let step = from; step < from + length; step++, to += slot.size) {
        const start = (i * span + step) * layout.words + slot.offset;
        if (!slot.named) data.set(words.real.subarray(start, start + slot.size), to);
        else data[to] = orders.get(slot)?.numbers[words.whole[start] as number] ?? 0;
      }
    }
    tensors[field.name] = makeTensor(slot.named ? "int32" : "float32", [rows, ...field.shape], data);
  }
  return tensors;
}

async function describe(
  source: RowSource,
  { store }: SegmentedRows,
  layout: RowLayout,
  start: number,
  placed: readonly Placed[],
  orders: Orders,
  span: number,
): Promise<DescribedRow> {
  const { whole, real } = await store.read(Uint32Array.of(start), span);
  const file = source.files[whole[layout.fileAt] as number];
  const last = whole[(span - 1) * layout.words + layout.numberAt];
  return {
    place: `${file === undefined ? "" : `${file}, `}rows ${whole[layout.numberAt]} to ${last}`,
    values: Object.fromEntries(
      placed.map(({ place: { field, from }, slot }) => {
        if (field.kind === "series") return [field.name, `series of ${field.shape.join(" x ")}`];
        const at = from * layout.words + slot.offset;
        const order = orders.get(slot);
        if (order !== undefined) return [field.name, order.names[order.numbers[whole[at] as number] as number] ?? ""];
        return [
          field.name,
          Array.from(real.subarray(at, at + slot.size), (value) => Number(value.toPrecision(7))).join(", "),
        ];
      }),
    ),
  };
}

interface Told {
  readonly rows: SegmentedRows;
  readonly parts: Record<PartName, WindowPart>;
  readonly asked: WindowsAsked;
  readonly fields: readonly Field[];
  readonly statistics: Readonly<Record<string, readonly Statistics[]>>;
  readonly nameCounts: Record<PartName, Record<string, number[]>>;
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly counts: Record<string, number>;
  readonly encoder: RowEncoder;
}

function findingsOf({
  rows,
  parts,
  asked,
  fields,
  statistics,
  nameCounts,
  names,
  counts,
  encoder,
}: Told): DataFindings {
  const { shape, stride, split } = asked;
  const text = (value: number) => String(Number(value.toPrecision(4)));
  const table = fields.flatMap(({ name }): (string | number | null)[][] => {
    const own = nameCounts.training[name];
    if (own !== undefined) return own.map((count, i) => [name, names[name]?.[i] ?? "", `${count} windows`]);
    return (statistics[name] ?? []).map(({ mean, deviation, minimum, maximum }, i) => [
      name,
      `channel ${i + 1}`,
      `mean ${text(mean)}, deviation ${text(deviation)}, ${text(minimum)} to ${text(maximum)}`,
    ]);
  });
  const constant = fields.flatMap(({ name }) =>
    (statistics[name] ?? []).flatMap(({ deviation, mean }, i) =>
      deviation > 0
        ? []
        : [`Channel ${i + 1} of "${name}" is ${text(mean)} in every training row: it tells nothing, leave it out.`],
    ),
  );
  const classes = fields.flatMap((field) =>
    field.kind === "labels" || field.kind === "category"
      ? classWarnings(
          field,
          names[field.name] ?? [],
          perPart((part) => nameCounts[part][field.name] ?? []),
        )
      : [],
  );
  const how = {
    random: "at random, without overlap",
    group: `by whole series, ${rows.groups.length} of them`,
    time: "by time: the last rows of each series for the test",
  }[split.by];
  const sizes = partNames.map((part) => `${parts[part].windows} ${part}`).join(", ");
  return {
    columns: ["field", "part of it", "in the training part"],
    rows: table,
    notes: [
      `Windows of ${shape.span} rows, one every ${stride}: ${sizes}; divided ${how}. No two parts share a row.`,
      ...(encoder.dropped === 0
        ? []
        : [`${encoder.dropped} rows with a missing value are left out, and no window reaches over them.`]),
    ],
    warnings: [...constant, ...classes],
    json: { counts, split: { ...split }, span: shape.span, stride, classes: classesJson(fields, names, nameCounts) },
  };
}

function classesJson(
  fields: readonly Field[],
  names: Readonly<Record<string, readonly string[]>>,
  counts: Record<PartName, Record<string, number[]>>,
): JsonObject {
  return Object.fromEntries(
    fields
      .filter(({ kind }) => kind === "labels")
      .map(({ name }) => [
        name,
        Object.fromEntries(
          (names[name] ?? []).map((label, i) => [label, perPart((part) => counts[part][name]?.[i] ?? 0)]),
        ),
      ]),
  );
}
