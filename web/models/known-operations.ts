/** What the page can ask a published model. */
import type { AnyModelDefinition } from "../../core/definition.js";
import type { Manifest } from "../../core/manifest.js";
import type { Operations } from "../../core/operation.js";
import { PREDICT_PROCESSING } from "../../core/predict/processing.js";
import type { PageModel } from "./page-model.js";

/**
 * The operations of the model's own code; none where the page has the model, but no code for this version; and by its
 * contract alone where the version's processing is `predict@1` or the page has nothing of the model.
 *
 * @param definition what `findDefinition` found for the version's processing.
 * @param manifests by graph name, the main graph first.
 */
export async function knownOperations(
  models: readonly PageModel[],
  definition: AnyModelDefinition | undefined,
  manifests: Readonly<Record<string, Manifest>>,
): Promise<Operations> {
  const { model = "", processing = "" } = Object.values(manifests)[0]?.contract ?? {};
  const own = definition?.processings[processing];
  if (own !== undefined) return own;
  if (processing !== PREDICT_PROCESSING && models.some(({ name }) => name === model)) return {};
  const { predictOperations } = await import("../../core/predict/predict-operations.js");
  return predictOperations(manifests);
}
