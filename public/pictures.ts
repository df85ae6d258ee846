export { DECODING_VERSION, decodePicture, readHeader } from "../pictures/decode-picture.js";
export { createPictureCodec } from "../pictures/picture-codec.js";
export { renderPng } from "../pictures/render-png.js";
