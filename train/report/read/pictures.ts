/** The pictures of a run that are whole, and a note of those that are not. */
import { join } from "node:path";
import { readBytes, readNames } from "./read-text.js";
import type { PictureRecord } from "./record.js";

/** Beside its picture the first batch has a file of its numbers. */
const NUMBERS = "first-batch.json";

/** Pictures in one folder of the run. */
export function picturesIn(run: string, folder: string, notes: string[]): PictureRecord[] {
  const files = readNames(run, folder, notes).filter((file) => file !== NUMBERS);
  // Training draws these as SVG; sheets of samples are PNG alone, whatever else lies beside them.
  const drawn = folder === "pictures" && files.some((file) => file.endsWith(".svg"));
  return files.flatMap((file): PictureRecord[] => {
    const [, stem, type] = /^(.+)\.(svg|png)$/.exec(file) ?? [];
    if (stem === undefined || (type !== "svg" && type !== "png")) {
      notes.push(`${folder}/${file} is no picture: left out`);
      return [];
    }
    // A picture with a whole SVG beside it is the same one for programs that take no SVG.
    if (type === "png" && files.includes(`${stem}.svg`) && faultOf(run, folder, `${stem}.svg`, []) === null) return [];
    const fault = faultOf(run, folder, file, notes);
    if (fault === "unread") return [];
    if (fault !== null) {
      notes.push(`${folder}/${file} ${fault}: left out`);
      return [];
    }
    if (type === "png" && drawn && !files.includes(`${stem}.svg`)) {
      notes.push(`${folder}/${stem}.svg is missing: the PNG is shown`);
    }
    return [{ name: `${folder}/${stem}`, file: join(run, folder, file), type }];
  });
}

/** What is wrong with a picture, or null. `unread`: a note has said it. */
function faultOf(run: string, folder: string, file: string, notes: string[]): string | null {
  const bytes = readBytes(run, `${folder}/${file}`, notes);
  if (bytes === null) {
    // A link that leads nowhere has a name and no file.
    return notes.at(-1)?.startsWith(`${folder}/${file} cannot`) === true ? "unread" : "is missing";
  }
  if (bytes.byteLength === 0) return "is empty";
  const png = file.endsWith(".png");
  const begun = png ? bytes.subarray(1, 4).toString("latin1") === "PNG" : /^\s*<svg[\s>]/.test(bytes.toString("utf8"));
  if (!begun) return "is no picture";
  const whole = png ? bytes.subarray(-8, -4).toString("latin1") === "IEND" : /<\/svg>\s*$/.test(bytes.toString("utf8"));
  return whole ? null : "is cut off";
}
