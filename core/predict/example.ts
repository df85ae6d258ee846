/** A request that works, made from the contract: believable numbers, the name of a category, a small picture. */
import { type Contract, fixedBatch } from "../contract.js";
import { goldenInputs } from "../golden.js";
import type { Json, JsonObject } from "../json.js";
import { sliceRows } from "../tensor.js";
import type { InputField } from "./input-fields.js";
import { nestedRow } from "./rows.js";

/** A PNG of two by two pixels, red, green, blue and white. */
const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR42mP4z8DAAMIM/4EAAB/uBfvxq7p3AAAAAElFTkSuQmCC";

/** @param fields those of the contract, in its order. */
export function exampleRequest(contract: Contract, fields: readonly InputField[]): JsonObject {
  const drawn = goldenInputs(contract, { kind: "sample", seed: 1 }, fixedBatch(contract) ?? 1);
  return Object.fromEntries(
    fields.map(({ name, isPicture }) => {
      const spec = contract.inputs.find((input) => input.name === name);
      const tensor = drawn[name];
      if (isPicture || spec === undefined || tensor === undefined) return [name, PICTURE];
      const { kind } = spec;
      const row = rounded(nestedRow(spec, sliceRows(tensor, 0, 1)));
      return [name, kind.kind === "category" ? named(row, kind.names) : row];
    }),
  );
}

/** Seven digits are what a float32 has; more only look exact. */
function rounded(value: Json): Json {
  if (Array.isArray(value)) return value.map(rounded);
  return typeof value === "number" ? Number(value.toPrecision(7)) : value;
}

function named(value: Json, names: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((one) => named(one, names));
  return names[Number(value)] ?? names[0] ?? null;
}
