/** Results as files: CSV, and the map as SVG and PNG. */
import { FailedError } from "kilnjs";
import { saveFile } from "kilnjs/page";
import { classifiedCsv } from "../classified.js";
import type { Source } from "./source.js";

/** What can be saved. */
export const forms = ["CSV", "SVG", "PNG"] as const;

export type Form = (typeof forms)[number];

/** Pixels of the PNG for each of the map's. */
const SCALE = 2;

/**
 * Saves results, the map in print detail as `kiln classify --out` writes it.
 *
 * @throws FailedError when the browser cannot make the picture.
 */
export async function save(form: Form, source: Source): Promise<void> {
  const { source: table, asOf } = source.answer;
  const stem = table === null ? `trend-${asOf ?? "published"}` : `${table.replace(/\.[^.]*$/, "")}-trend`;
  saveFile(`${stem}.${form.toLowerCase()}`, await contentOf(form, source));
}

async function contentOf(form: Form, source: Source): Promise<Blob> {
  if (form === "CSV") return new Blob([classifiedCsv(source.answer)], { type: "text/csv;charset=utf-8" });
  // A PNG is light, whatever the screen is: it goes into texts.
  const svg = await source.map(form === "PNG" ? "light" : "auto", "50m");
  const drawing = new Blob([svg], { type: "image/svg+xml" });
  return form === "SVG" ? drawing : painted(drawing);
}

async function painted(drawing: Blob): Promise<Blob> {
  const address = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = SCALE * image.naturalWidth;
    canvas.height = SCALE * image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (png === null) throw new FailedError("the browser made no picture of the map");
    return png;
  } finally {
    URL.revokeObjectURL(address);
  }
}
