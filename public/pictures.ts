export { createPictureCodec } from "../pictures/codec.js";
export { renderPng } from "../pictures/render-png.js";
