/** Packages that Kiln does not install by itself: a command that needs one says how to get it. */
import { FailedError, messageOf } from "../core/errors.js";

/** What is typed to get each. */
const optional: Readonly<Record<string, string>> = {
  bullmq: "npm install bullmq ioredis",
  ioredis: "npm install bullmq ioredis",
  "@aws-sdk/client-s3": "npm install @aws-sdk/client-s3",
};

/**
 * The error of a command that came upon a package that is not installed; any other error as it is.
 *
 * @param command as it is typed: `kiln worker`.
 */
export function explainMissingPackage(error: unknown, command: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return error;
  const name = /^Cannot find (?:package|module) '([^']+)'/.exec(messageOf(error))?.[1] ?? "";
  const install = optional[name];
  return install === undefined ? error : new FailedError(`${command} needs ${name}: ${install}`, { cause: error });
}
