import { UnavailableError } from "../../core/errors.js";

/** The time that a request may take is over. Status 504. */
export class DeadlineError extends UnavailableError {}
