import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The Python that setup made. */
export const python = fileURLToPath(new URL("../../.kiln/python/bin/python", import.meta.url));

/** Whether it is there. */
export const hasPython = existsSync(python);
