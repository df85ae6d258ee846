/**
 * `kilnjs/page`: what a model's view in the page is built from. A view is a Preact component; Kiln gives it the published
 * model, a worker that runs it, and the page's own controls in the page's own look. Browser only.
 */
/// <reference path="../web/app/assets.d.ts" preserve="true" />
import "../web/app/no-eval.js";

/** For a view's own worker: what it answers, and errors that keep their class. @example `answerCalls<Calls>(pagePort(), { read });` */
export { answerCalls, buffersOf, type Handlers } from "../core/channel/answer.js";
/** The page's side of it. @example `const answer = await new Channel<Calls>(workerPort(worker), { died }).ask({ kind: "read" });` */
export { Channel, type ChannelOptions } from "../core/channel/channel.js";
/** What a `Channel` of some calls can be asked. @example `type Request = RequestOf<Calls, "read">;` */
export type { Calls, RequestOf } from "../core/channel/messages.js";
/** The ways to a worker and back, for `Channel` and `answerCalls`. @example `workerPort(new Worker(address, { type: "module" }))` */
export { pagePort, workerPort } from "../core/channel/port.js";
/** @example `const words = { en: { title: "Parcels" }, "zh-Hant": { title: "包裹" } } satisfies Record<Language, Words>;` */
export { type Language, languages } from "../web/app/language.js";
/** @example `const link = hashOf({ view: published.name, path: [], query });` */
export { hashOf, type Move } from "../web/app/route.js";
/** Words that all views share. @example `<span class="stamp">{text[language].simulated}</span>` */
export { text } from "../web/app/text.js";
/** @example `const drawn = pictureFor(shownTheme(theme));` */
export { shownTheme, type Theme } from "../web/app/theme.js";
/** @example `const [state, retry] = useModel(site, published.name, wishOf(query));` */
export { type ModelState, useModel, wishOf } from "../web/app/use-model.js";
/** @example `export default defineView({ titles: { en: "Parcels" }, component: () => import("./parcel-view.js") });` */
export { defineView, type View, type ViewProps } from "../web/app/view.js";
/** @example `<Choice label="Zone" value={zone} options={zones.map((value) => ({ value, label: value }))} onChange={setZone} />` */
export { Choice } from "../web/components/choice.js";
/** @example `<Copyable label="curl" value={code} language={language} />` */
export { Copyable, CopyButton } from "../web/components/copyable.js";
/** @example `<DropZone label="Drop a table here" choose="Choose a file" accept=".csv" onFile={read} />` */
export { DropZone } from "../web/components/drop-zone.js";
/** @example `context.putImageData(imageDataOf(pixels), 0, 0);` */
export { imageDataOf } from "../web/components/image-data.js";
/** @example `<PixelCanvas width={64} height={64} data={pixels.data} label="A face" />` */
export { PixelCanvas } from "../web/components/pixel-canvas.js";
/** @example `saveFile("prices.csv", new Blob([csv], { type: "text/csv" }));` */
export { saveFile } from "../web/components/save-file.js";
/** @example `<Slider label="Height" value={height} minimum={0} maximum={300} step={1} middle={150} onInput={setHeight} />` */
export { Slider } from "../web/components/slider.js";
/** @example `<ViewHead {...{ language, query, setQuery, state, retry }}><h1>Parcels</h1></ViewHead>` */
export { ViewHead } from "../web/components/view-head.js";
/** What `useModel` opens. @example `const { price } = await model.infer("parcel", feeds);` */
export type { OpenModel } from "../web/inference/types.js";
