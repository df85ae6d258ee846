/** `kiln clean`: removes what setup installed. The work is in setup/clean.mjs, which outlives the removal of dist/. */
import { runSetupScript } from "./setup-script.js";

/** What to remove beside the toolchain, and how to ask. */
export interface CleanOptions {
  /** Do not ask. Without a terminal nothing is removed unless this is set. */
  readonly yes?: boolean;
  /** Training runs, too: `runs/` in the project. */
  readonly runs?: boolean;
  /** Published models, too: `published/` in the project, and `models/repository/` of an older Kiln. */
  readonly models?: boolean;
  readonly json?: boolean;
  /** The project: the folder that holds them. */
  readonly folder: string;
}

/**
 * Lists what there is to remove with its sizes on the standard error, asks, and removes it.
 *
 * @returns the exit code: 0 removed or declined, 2 when nobody could be asked and `yes` is not set, 130 stopped.
 */
export async function runClean(options: CleanOptions): Promise<number> {
  const flags = (["yes", "runs", "models", "json"] as const).filter((name) => options[name] === true);
  return runSetupScript("clean.mjs", [...flags.map((name) => `--${name}`), "--cwd", options.folder]);
}
