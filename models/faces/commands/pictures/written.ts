/** The last word of a command that wrote a picture. */
import type { JsonObject } from "kilnjs";
import type { Session } from "kilnjs/cli";
import type { Output } from "./output.js";
import type { Faces } from "./published.js";

/**
 * Says where the picture is.
 *
 * @param size null for JSON.
 * @param more what else a machine is told.
 */
export function written(
  session: Session,
  { file }: Output,
  size: { readonly width: number; readonly height: number } | null,
  { who: { model, version, simulated } }: Faces,
  more: JsonObject,
): void {
  const { width, height } = size ?? { width: null, height: null };
  const pixels = size === null ? "" : `, ${width} x ${height} pixels`;
  session.result({ file, width, height, model, version, simulated, ...more }, `${file}${pixels}`);
}
