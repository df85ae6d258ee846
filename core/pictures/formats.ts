/** The kinds of file that come where a picture is expected, by the names that people know them by. */

/** Formats that every part of Kiln reads, and every browser shows. */
export const everywhere = ["JPEG", "PNG", "WebP", "GIF", "AVIF"] as const;

/** Formats that the server reads: no SVG, which is a program that draws, and not for pictures from strangers. */
export const served = [...everywhere, "TIFF"] as const;

/** Formats that training reads. */
export const readable = [...served, "SVG"] as const;

/** Pictures that are not read, by the names that people know them by. */
const unreadable = [
  "HEIC",
  "HEIF",
  "BMP",
  "JPEG XL",
  "JPEG 2000",
  "JPEG XR",
  "Photoshop (PSD)",
  "camera RAW",
  "PDF",
  "PostScript",
  "an icon (ICO)",
  "OpenEXR",
  "Radiance HDR",
  "Netpbm",
  "TGA",
  "GIMP (XCF)",
  "QOI",
  "DDS",
  "DjVu",
  "a Windows metafile",
] as const;

/** What is no picture at all. */
const otherKinds = ["a video", "a web page", "an archive", "text"] as const;

/** What a file is; see kind.ts. */
export type PictureKind = (typeof readable)[number] | (typeof unreadable)[number] | (typeof otherKinds)[number];
