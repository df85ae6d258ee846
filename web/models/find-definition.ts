import type { AnyModelDefinition } from "../../core/definition.js";
import type { PageModel } from "./page-model.js";

/**
 * The definition with the code for a processing such as `parcel@1`, loaded when it is asked for; undefined for a version
 * that this page has no code for.
 */
export async function findDefinition(
  models: readonly PageModel[],
  processing: string,
): Promise<AnyModelDefinition | undefined> {
  const found = models.find(({ processings }) => processings.includes(processing));
  return found === undefined ? undefined : (await found.definition()).default;
}
