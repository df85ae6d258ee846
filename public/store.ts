export { chooseOperation, predictOperation } from "../store/ask.js";
export { findPublished } from "../store/find-published.js";
export { LoadedModel } from "../store/loaded-model.js";
