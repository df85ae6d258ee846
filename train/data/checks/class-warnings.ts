/** What may be wrong with the classes of a field: one alone, one example, names that only a held-out part has. */
import { InputError } from "../../../core/errors.js";
import type { Field } from "../dataset.js";
import type { PartName } from "../splits/split-options.js";

/** From here on the largest class is so much more frequent than the smallest that a person should know. */
const IMBALANCE = 10;
/** Names that a sentence lists. */
const LISTED = 5;

/** Rows with each name in each part, in the order of the names. */
export type CountsByPart = Readonly<Record<PartName, readonly number[]>>;

/**
 * Sentences about the names of a field, most serious first.
 *
 * @throws InputError when the training part has one class only: there is nothing to tell apart.
 */
export function classWarnings(field: Field, names: readonly string[], counts: CountsByPart): string[] {
  const training = names.map((_, i) => counts.training[i] ?? 0);
  const isLabels = field.kind === "labels";
  const present = names.filter((_, i) => (training[i] as number) > 0);
  if (isLabels && present.length < 2) {
    throw new InputError(`"${field.name}" has one class only in the training part: ${present[0] ?? "none"}`, {
      where: { field: field.name },
      next: "Give rows of at least two classes, and check the column that holds the answer.",
    });
  }
  const heldOut = (i: number) => (counts.validation[i] ?? 0) + (counts.test[i] ?? 0);
  const onlyHeldOut = names.filter((_, i) => training[i] === 0 && heldOut(i) > 0);
  const never = names.filter((_, i) => training[i] === 0 && heldOut(i) === 0);
  const once = names.filter((_, i) => training[i] === 1);
  const what = isLabels ? "class" : "name";
  const warnings: string[] = [];
  if (onlyHeldOut.length > 0) {
    warnings.push(
      `${field.name}: ${list(onlyHeldOut)} ${onlyHeldOut.length === 1 ? "is" : "are"} only in the validation or test part, so nothing is learnt about ${onlyHeldOut.length === 1 ? "it" : "them"}: give more rows of ${onlyHeldOut.length === 1 ? "this" : "these"}, or split in another way.`,
    );
  }
  if (never.length > 0) {
    warnings.push(
      `${field.name}: no row has the ${plural(what, never.length)} ${list(never)}, which the model's file lists.`,
    );
  }
  if (isLabels && once.length > 0) {
    warnings.push(
      `${field.name}: ${list(once)} ${once.length === 1 ? "has" : "have"} one training row only: what is said of ${once.length === 1 ? "it" : "them"} is worth little. Give more rows, or join classes.`,
    );
  }
  const [least, most] = [smallest(training), largest(training)];
  if (isLabels && least.count > 0 && most.count > IMBALANCE * least.count) {
    warnings.push(
      `${field.name}: ${names[most.index]} has ${most.count} training rows and ${names[least.index]} ${least.count}: a model that always says ${names[most.index]} is right in ${((100 * most.count) / sum(training)).toFixed(1)} % of them. Look at the figures of each class, or give class weights to the loss.`,
    );
  }
  return warnings;
}

function plural(word: string, count: number): string {
  return count === 1 ? word : word === "class" ? "classes" : `${word}s`;
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, LISTED)
    .map((name) => `"${name}"`)
    .join(", ");
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

interface Extreme {
  readonly index: number;
  readonly count: number;
}

function smallest(counts: readonly number[]): Extreme {
  return counts.reduce<Extreme>((best, count, index) => (count > 0 && count < best.count ? { index, count } : best), {
    index: 0,
    count: Number.POSITIVE_INFINITY,
  });
}

function largest(counts: readonly number[]): Extreme {
  return counts.reduce<Extreme>((best, count, index) => (count > best.count ? { index, count } : best), {
    index: 0,
    count: 0,
  });
}
