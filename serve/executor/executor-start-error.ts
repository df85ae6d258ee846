import { FailedError } from "../../core/errors.js";

/** No executor process could be started: no model's fault. */
export class ExecutorStartError extends FailedError {}
