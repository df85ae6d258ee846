/** What a reader of rows found: the summary, a table for a person, and everything worth a warning. */
import type { DataSummary } from "../../../core/inference.js";
import type { JsonObject } from "../../../core/json.js";
import type { DataFindings, Statistics } from "../dataset.js";
import type { EncodedRows } from "../rows/encode-rows.js";
import { type PartedRows, perPart } from "../rows/part-rows.js";
import type { RowEncoder } from "../rows/row-encoder.js";
import type { RowLayout, Slot } from "../rows/row-layout.js";
import type { RowSource } from "../rows/row-source.js";
import { type PartName, partNames, type SplitOptions } from "../splits/split-options.js";
import { classWarnings } from "./class-warnings.js";
import { type EqualRows, equalRows } from "./equal-rows.js";
import { type NearRows, nearRows } from "./near-rows.js";

/** What is looked at. */
export interface Found {
  readonly source: RowSource;
  readonly encoded: EncodedRows;
  readonly encoder: RowEncoder;
  readonly layout: RowLayout;
  readonly parted: PartedRows;
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly split: SplitOptions;
  readonly nameOf: (slot: Slot, component: number) => string;
}

/** Share of held-out rows with a twin in the training part that a person must know of. */
const LEAK = 0.01;
/** Distinct rows for each compared one below which twins are to be expected: a table of a few names. */
const FEW_DISTINCT = 0.5;
/** Components of a field that are told one by one. */
const MOST_LISTED = 40;

/**
 * Looks at the rows of a dataset.
 *
 * @throws InputError when a field of labels has one class only.
 */
export async function findingsOf(found: Found): Promise<{ summary: DataSummary; findings: DataFindings }> {
  const { source, encoded, encoder, layout, parted, split } = found;
  const { training, validation, test } = parted.stores;
  const equal = await equalRows(training, [validation, test], layout);
  const near = await nearRows(training, [validation, test], layout, parted.statistics);
  const filled = Array.from(encoder.missing.values()).reduce((sum, count) => sum + count.filled, 0);
  const counts = {
    rows: encoded.read,
    ...perPart((part) => parted.stores[part].rows),
    ...(encoder.dropped === 0 ? {} : { leftOutMissing: encoder.dropped }),
    ...(filled === 0 ? {} : { filled }),
    ...(parted.leftOut === 0 ? {} : { leftOutGap: parted.leftOut }),
    ...(split.by === "group" ? { groups: encoded.groups.length } : {}),
  };
  const warnings = [...columnWarnings(found), ...leakWarnings(equal, near), ...nameWarnings(found)];
  return {
    summary: { source: source.name, simulated: false, sha256: encoded.sha256, counts },
    findings: {
      columns: ["column", "field", "in the training part", "missing"],
      rows: layout.slots.flatMap((slot) => tableRows(slot, found)),
      notes: [splitNote(found), ...missingNotes(encoder), ...leakNotes(equal, near), ...(source.notes?.() ?? [])],
      warnings,
      json: {
        counts,
        split: { ...split },
        leaks: { ...equal, near: near?.near ?? null, nearCompared: near?.compared ?? 0 },
        classes: classesJson(found),
      },
    },
  };
}

function tableRows(slot: Slot, { parted, names, encoder, nameOf }: Found): (string | number | null)[][] {
  const { field } = slot;
  const missing = encoder.missing.get(field.name);
  const gone = (missing?.dropped ?? 0) + (missing?.filled ?? 0);
  if (slot.named) {
    const counts = parted.nameCounts.training[field.name] ?? [];
    const all = counts.reduce((sum, count) => sum + count, 0);
    return (names[field.name] ?? [])
      .slice(0, MOST_LISTED)
      .map((name, i) => [
        nameOf(slot, 0),
        `${field.name}: ${name}`,
        `${counts[i] ?? 0} rows, ${((100 * (counts[i] ?? 0)) / Math.max(1, all)).toFixed(1)} %`,
        i === 0 ? gone : null,
      ]);
  }
  const statistics = parted.statistics[field.name];
  if (statistics === undefined)
    return [[nameOf(slot, 0), field.name, `${field.kind} of ${field.shape.join(" x ")}`, gone]];
  return statistics
    .slice(0, MOST_LISTED)
    .map((of, i) => [nameOf(slot, i), field.name, statisticsText(of), i === 0 ? gone : null]);
}

function statisticsText({ mean, deviation, minimum, maximum }: Statistics): string {
  const text = (value: number) => String(Number(value.toPrecision(4)));
  return `mean ${text(mean)}, deviation ${text(deviation)}, ${text(minimum)} to ${text(maximum)}`;
}

function splitNote({ parted, split, encoded, layout }: Found): string {
  const hasLabels = layout.slots.some(({ field }) => field.kind === "labels");
  const sizes = partNames.map((part) => `${parted.stores[part].rows} ${part}`).join(", ");
  const how = {
    random: split.stratified === false || !hasLabels ? "at random" : "at random, each class in the same shares",
    group: `by ${split.column ?? "group"}, ${encoded.groups.length} groups, none of them in two parts`,
    time: `by ${split.column ?? "time"}, the latest rows for the test`,
  }[split.by];
  const gap = parted.leftOut === 0 ? "" : `; ${parted.leftOut} rows in the gaps between the parts are left out`;
  return `Rows: ${sizes}; divided ${how}${gap}.`;
}

function missingNotes(encoder: RowEncoder): string[] {
  return Array.from(encoder.missing).flatMap(([name, { policy, dropped, filled }]) => {
    if (dropped > 0) return [`${dropped} rows are left out since "${name}" is missing.`];
    if (filled === 0) return [];
    const how =
      typeof policy === "object" ? `with ${JSON.stringify(policy.value)}` : `with the ${policy} of the training part`;
    return [`${filled} missing values of "${name}" are filled in ${how}.`];
  });
}

function columnWarnings({ layout, parted, nameOf, encoder, encoded }: Found): string[] {
  const warnings = parted.copies.map(
    ({ column, answer }) =>
      `The column "${column}" is the answer "${answer}" under another name: leave it out of the inputs.`,
  );
  for (const slot of layout.slots) {
    const { field } = slot;
    const isOutput = field.role === "output";
    for (const [i, { deviation, mean }] of (parted.statistics[field.name] ?? []).entries()) {
      if (deviation > 0 || i >= MOST_LISTED) continue;
      const next = isOutput ? "there is nothing to learn" : "it tells nothing: leave it out";
      warnings.push(
        `The column "${nameOf(slot, i)}" (${field.name}) is ${Number(mean.toPrecision(6))} in every training row: ${next}.`,
      );
    }
    const names = parted.nameCounts.training[field.name]?.filter((count) => count > 0).length;
    if (field.kind === "category" && names === 1) {
      warnings.push(
        `The column "${nameOf(slot, 0)}" (${field.name}) has the same name in every training row: it tells nothing, leave it out.`,
      );
    }
  }
  if (encoder.dropped > encoded.read * 0.2) {
    warnings.push(
      `${encoder.dropped} of ${encoded.read} rows are left out since a value is missing: say how it is filled (missing), or check the table.`,
    );
  }
  return warnings;
}

/** Rows of a few names and whole numbers are equal by nature: where most held-out rows are one of a few, twins prove nothing. */
function isLeak({ compared, equal, distinct }: EqualRows): boolean {
  return equal > LEAK * compared && distinct > FEW_DISTINCT * compared;
}

function leakWarnings(equal: EqualRows, near: NearRows | null): string[] {
  const advice =
    'Their scores are too good: remove repeated rows, or split by what they have in common (split: { by: "group", column }).';
  if (isLeak(equal)) {
    return [
      `${share(equal.equal, equal.compared)} of the validation and test rows are in the training part too, with equal inputs. ${advice}`,
    ];
  }
  if (
    near !== null &&
    near.near > LEAK * near.compared &&
    near.compared > 0 &&
    equal.distinct > FEW_DISTINCT * equal.compared
  ) {
    return [
      `${share(near.near, near.compared)} of the validation and test rows nearly equal a training row (every number within a hundredth of its deviation). ${advice}`,
    ];
  }
  return [];
}

function leakNotes(equal: EqualRows, near: NearRows | null): string[] {
  const some = equal.sampled ? " compared" : "";
  const nearly = near === null ? "" : `; ${near.near} of ${near.compared} nearly equal one`;
  return [
    `${equal.equal} of ${equal.compared}${some} validation and test rows have the inputs of a training row${nearly}.`,
  ];
}

function share(part: number, all: number): string {
  return `${part} of ${all} (${((100 * part) / Math.max(1, all)).toFixed(1)} %)`;
}

function nameWarnings({ layout, parted, names }: Found): string[] {
  return layout.slots
    .filter(({ named, size }) => named && size > 0)
    .flatMap(({ field }) =>
      classWarnings(
        field,
        names[field.name] ?? [],
        perPart((part: PartName) => parted.nameCounts[part][field.name] ?? []),
      ),
    );
}

function classesJson({ layout, parted, names }: Found): JsonObject {
  return Object.fromEntries(
    layout.slots
      .filter(({ field }) => field.kind === "labels")
      .map(({ field }) => [
        field.name,
        Object.fromEntries(
          (names[field.name] ?? []).map((name, i) => [
            name,
            perPart((part) => parted.nameCounts[part][field.name]?.[i] ?? 0),
          ]),
        ),
      ]),
  );
}
