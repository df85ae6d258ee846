/**
 * `kilnjs/pictures`: PNG and WebP, in and out, by sharp. Node only.
 *
 * @example
 * ```ts
 * const pictures = createPictureCodec();
 * const { width, height, data } = await pictures.decode(await readFile("me.jpg"), "me.jpg");
 * await writeFile("chart.png", await renderPng(svg));
 * ```
 */
export { DECODING_VERSION, decodePicture, readHeader } from "../pictures/decode-picture.js";
export { createPictureCodec } from "../pictures/picture-codec.js";
export { renderPng } from "../pictures/render-png.js";
