/** How a command fails in front of a person: what went wrong and where, what to do, and no stack trace. */
import { describeWhere, KilnError, messageOf } from "../core/errors.js";
import { type Colours, coloursFor } from "./colours.js";
import type { Host } from "./host.js";

/** Errors of the operating system that say enough by themselves, with what can be done about them. */
const systemErrors: Readonly<Record<string, string>> = {
  ENOSPC: "Free some disk space and try again; what was finished is kept.",
  EDQUOT: "Your disk quota is used up: free some space and try again.",
  EROFS: "The file system is read-only: choose another folder.",
  EACCES: "Choose a folder that you may write to, or change its permissions.",
  EPERM: "Choose a folder that you may write to, or change its permissions.",
  EMFILE: "Too many files are open: raise the limit (ulimit -n) or close other programs.",
  ENOMEM: "The machine has no memory left: close other programs, or use a smaller batch size.",
};

/** Writes an error to the standard error: one line, and a second one with what to do. */
export function showFailure(error: unknown, host: Host): void {
  const colours = coloursFor(host.stderr, host.env);
  host.stderr.write(`${describeFailure(error, colours)}\n`);
  if ((host.env.KILN_DEBUG ?? "") !== "") host.stderr.write(`${colours.dim(stackOf(error))}\n`);
}

/** The text of `showFailure`. */
function describeFailure(error: unknown, colours: Colours): string {
  if (error instanceof KilnError) {
    if (error.kind === "interrupted") return [colours.yellow(error.reason), ...nextLine(error.next)].join("\n");
    const place = describeWhere(error.where);
    const first = place === "" ? error.reason : `${colours.bold(place)}: ${error.reason}`;
    return [`${colours.red("error:")} ${first}`, ...nextLine(error.next)].join("\n");
  }
  const message = messageOf(error);
  const [firstLine = ""] = message.split("\n");
  const advice = systemErrors[(error as NodeJS.ErrnoException | null)?.code ?? ""];
  if (advice !== undefined) return [`${colours.red("error:")} ${firstLine}`, ...nextLine(advice)].join("\n");
  const next = "This is a bug in Kiln, not your mistake. KILN_DEBUG=1 shows where it happened.";
  return [`${colours.red("error:")} ${firstLine}`, ...nextLine(next)].join("\n");
}

function nextLine(next: string | undefined): string[] {
  return next === undefined ? [] : next.split("\n").map((line) => `       ${line}`);
}

/** The stack, and those of all causes. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? String(error);
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackOf(error.cause)}`;
}
