/** The file descriptors that an executor is started with, beside the standard ones. */

/** Requests and answers, in frames. */
export const WORK_SOCKET = 3;
/** Signs of life, byte for byte. */
export const LIFE_SOCKET = 4;
