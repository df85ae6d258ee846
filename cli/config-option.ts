/** `--config FILE`: it may stand anywhere, and is taken before anything else, since the config says what else there is. */
import { UsageError } from "../core/errors.js";

/** What was typed, without the option, and the config that it names. */
export interface TakenConfig {
  readonly argv: readonly string[];
  readonly config: string | undefined;
}

/** @throws UsageError when the option has no value. */
export function takeConfig(argv: readonly string[]): TakenConfig {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  const at = options.findIndex((word) => word === "--config" || word.startsWith("--config="));
  const word = options[at];
  if (word === undefined) return { argv, config: undefined };
  const joined = word.startsWith("--config=");
  const config = joined ? word.slice("--config=".length) : options[at + 1];
  if (config === undefined || config === "") {
    throw new UsageError("--config needs a file", { next: "Give the path of a kiln.config.ts." });
  }
  return { argv: [...argv.slice(0, at), ...argv.slice(at + (joined ? 1 : 2))], config };
}
