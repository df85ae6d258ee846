/**
 * `kilnjs/cli`: commands that a model adds to `kiln`, with the looks, the errors and the exit codes of all others.
 *
 * @example
 * ```ts
 * // models/parcel/commands.ts
 * import { defineCommands, does, examples, subcommand } from "kilnjs/cli";
 *
 * export default defineCommands({
 *   heading: "Parcels",
 *   commands: [
 *     (line) =>
 *       subcommand("quote", "say what a parcel costs")
 *         .addHelpText("after", examples(["kiln quote", "the price of the example"]))
 *         .action(does(line, async (session) => session.result({ price: 7 }, "7 euros"))),
 *   ],
 * });
 * ```
 */

// Commands, and what they are given.

export { type CommandLine, type Commands, defineCommands, does, examples, subcommand } from "../cli/define.js";
export { readInput } from "../cli/read-input.js";
export type { Session } from "../cli/session.js";

// Options that mean the same everywhere.

export {
  collect,
  dateFormatOption,
  defined,
  repositoryOption,
  seed,
  version,
  wholeNumber,
  withDateFormat,
} from "../cli/options.js";

// What is printed.

export { table } from "../cli/table.js";
