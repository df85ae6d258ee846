export { type CommandLine, does, examples, subcommand } from "../cli/define.js";
export {
  collect,
  DEFAULT_REPOSITORY,
  dateFormatOption,
  defined,
  seed,
  version,
  wholeNumber,
  withDateFormat,
} from "../cli/options.js";
export type { Session } from "../cli/session.js";
export { table } from "../cli/table.js";
