/** Colour where it is wanted: https://no-color.org, FORCE_COLOR, and no terminal means none. */
import picocolors from "picocolors";
import type { Host, Sink } from "./host.js";

/** Functions that wrap text in a colour, or leave it alone. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/** The colours for one stream. */
export function coloursFor(sink: Sink, env: Host["env"]): Colours {
  const refused = (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  const forced = (env.FORCE_COLOR ?? "0") !== "0";
  return picocolors.createColors(!refused && (forced || sink.isTTY === true));
}
