import { UnavailableError } from "../../core/errors.js";

/** An executor process ended while somebody waited for it. The work was lost, not wrong: it may be tried again. */
export class ExecutorDied extends UnavailableError {}
