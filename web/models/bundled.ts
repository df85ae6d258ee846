/**
 * The models that this page was built with. `web/build/plugins/bundled-models.ts` gives this file the models of the
 * config; as it stands here, the page has none, and shows whatever is published by its contract.
 */
import type { PageModel } from "./page-model.js";

/** In the order of the config. */
export const bundledModels: readonly PageModel[] = [];
