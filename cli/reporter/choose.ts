/** Which reporter a command gets. */
import { coloursFor } from "../colours.js";
import type { Host } from "../host.js";
import type { ClosableReporter } from "./closable.js";
import { jsonReporter } from "./json-lines.js";
import { plainReporter } from "./plain.js";
import { terminalReporter } from "./terminal.js";

/** Lines of JSON with `--json`, a moving line on a terminal that can move one, whole lines elsewhere. */
export function reporterFor(host: Host, json: boolean): ClosableReporter {
  if (json) return jsonReporter(host.stdout, host.stderr, host.now);
  const colours = coloursFor(host.stderr, host.env);
  const draws = host.stderr.isTTY === true && host.env.TERM !== "dumb";
  if (draws) return terminalReporter(host.stderr, colours, host);
  return plainReporter(host.stderr, colours, host.now);
}
