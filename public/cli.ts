export { type CommandLine, type Commands, defineCommands, does, examples, subcommand } from "../cli/define.js";
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
export type { Session } from "../cli/session.js";
export { table } from "../cli/table.js";
