export { capture } from "../trace/capture.js";
export { scope } from "../trace/scope.js";
export type { TF } from "../trace/tensorflow.js";
