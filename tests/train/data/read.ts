/** Opens readers in tests: fields in few words, warnings caught. */
import { silentReporter } from "../../../core/reporter.js";
import type { Dataset, Field, Reader, ReaderContext } from "../../../train/data/dataset.js";

/** A field; an input unless said otherwise. */
export function field(name: string, kind: Field["kind"], more: Partial<Field> = {}): Field {
  return { name, role: "input", kind, shape: [], ...more };
}

/** Opens a reader in a folder. */
export async function openReader(
  reader: Reader,
  fields: readonly Field[],
  context: Partial<ReaderContext> = {},
): Promise<Dataset> {
  return await reader.open(fields, { base: "/", seed: 1, reporter: silentReporter, ...context });
}

/** All rows of a part, as a tensor for each field. */
export async function wholePart(data: Dataset, part: "training" | "validation" | "test") {
  return await data.read(
    part,
    Uint32Array.from({ length: data.parts[part].rows }, (_, i) => i),
  );
}
