export { type Language, languages } from "../web/app/language.js";
// dynamic: web/app/no-eval.ts
export { hashOf, type Move } from "../web/app/route.js";
export { text } from "../web/app/text.js";
export { shownTheme, type Theme } from "../web/app/theme.js";
export { type ModelState, useModel, wishOf } from "../web/app/use-model.js";
export type { ViewProps } from "../web/app/view.js";
export { Choice } from "../web/components/choice.js";
export { Copyable, CopyButton } from "../web/components/copyable.js";
export { DropZone } from "../web/components/drop-zone.js";
export { PixelCanvas } from "../web/components/pixel-canvas.js";
export { saveFile } from "../web/components/save-file.js";
export { Slider } from "../web/components/slider.js";
export { ViewHead } from "../web/components/view-head.js";
export { carry, uncarry } from "../web/inference/carried-error.js";
export type { CarriedError } from "../web/inference/messages.js";
export type { OpenModel } from "../web/inference/types.js";
export { withAlpha } from "../web/inference/worker/pictures.js";
