import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pictureKind } from "../../../core/pictures/kind.js";
import { notRead } from "../../../core/pictures/unusable.js";
import { bmp, heif, oddPicture, tiffInStrips } from "../../fixtures/odd-pictures.js";

const latin1 = (text: string) => Buffer.from(text, "latin1");
/** Behind a signature, what could be anything. */
const rest = "\x07\x81\x00\x12".repeat(20);

describe("pictures that sharp writes", () => {
  it.each([
    ["jpeg", "JPEG"],
    ["png", "PNG"],
    ["webp", "WebP"],
    ["gif", "GIF"],
    ["tiff", "TIFF"],
    ["avif", "AVIF"],
  ] as const)("%s is %s", async (format, kind) => {
    expect(
      pictureKind(
        await sharp(await oddPicture().png().toBuffer())
          .toFormat(format)
          .toBuffer(),
      ),
    ).toBe(kind);
  });
});

describe("a HEIF file is what its codec says, then what its brands say", async () => {
  const avif = await oddPicture().avif().toBuffer();
  const none = (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replaceAll(/hvc1|hvcC/g, "zzzz"), "latin1");
  it.each([
    [["heic", "mif1", "heic", "miaf"], "hvc1", "HEIC"],
    [["mif1", "mif1", "heic", "miaf"], "hvc1", "HEIC"],
    [["mif1", "mif1", "miaf", "miaf"], "hvc1", "HEIC"],
    [["avif", "mif1", "avif", "miaf"], "hvc1", "HEIC"],
    [["mif1", "mif1", "avif", "miaf"], "av01", "AVIF"],
    [["mif1", "mif1", "miaf", "miaf"], "av01", "AVIF"],
  ] as const)("%j with %s is %s", (brands, codec, kind) => {
    expect(pictureKind(heif(avif, brands, codec))).toBe(kind);
  });

  it.each(["heic", "heix", "hevc", "hevx", "heim", "heis"])("the brand %s alone is HEIC", (brand) => {
    expect(pictureKind(none(heif(avif, [brand, brand, brand, brand])))).toBe("HEIC");
  });

  it.each([
    [["mif1", "mif1", "miaf", "miaf"], "HEIF"],
    [["msf1", "msf1", "miaf", "miaf"], "HEIF"],
    [["isom", "iso2", "avc1", "mp41"], "a video"],
    [["qt  ", "qt  ", "qt  ", "qt  "], "a video"],
    [["crx ", "crx ", "isom", "isom"], "camera RAW"],
  ] as const)("%j without a known codec is %s", (brands, kind) => {
    expect(pictureKind(none(heif(avif, brands)))).toBe(kind);
  });

  it("is told from its first bytes too", () => {
    expect(pictureKind(heif(avif, ["heic", "mif1", "heic", "miaf"]).subarray(0, 40))).toBe("HEIC");
    expect(pictureKind(heif(avif, ["mif1", "mif1", "heic", "miaf"]).subarray(0, 40))).toBe("HEIC");
  });
});

it.each<[string, Buffer | string, string | undefined]>([
  ["a BMP", bmp(), "BMP"],
  ["a text that begins with BM", "BMW is a car maker from Munich, Germany", "text"],
  ["JPEG XL, bare", `\xff\x0a${rest}`, "JPEG XL"],
  ["JPEG XL in boxes", `\0\0\0\x0cJXL \r\n\x87\n${rest}`, "JPEG XL"],
  ["JPEG 2000", `\0\0\0\x0cjP  \r\n\x87\n${rest}`, "JPEG 2000"],
  ["Photoshop", `8BPS\0\x01${rest}`, "Photoshop (PSD)"],
  ["PDF", `%PDF-1.7\n${rest}`, "PDF"],
  ["an icon", `\0\0\x01\0\x01\0${rest}`, "an icon (ICO)"],
  ["Canon's CR2", `II*\0\x10\0\0\0CR\x02\0${rest}`, "camera RAW"],
  ["Olympus's ORF", `IIRO\x08\0\0\0${rest}`, "camera RAW"],
  ["Fujifilm's RAF", `FUJIFILMCCD-RAW 0201${rest}`, "camera RAW"],
  ["a TIFF", tiffInStrips(), "TIFF"],
  ["a TIFF of a colour filter array", tiffInStrips(32_803), "camera RAW"],
  ["PPM", `P6\n2 2\n255\n${rest}`, "Netpbm"],
  ["OpenEXR", `v/1\x01\x02\0\0\0${rest}`, "OpenEXR"],
  ["an SVG", "<?xml version='1.0'?>\n<!-- drawn -->\n<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"],
  ["an SVG with a document type", "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd'>\n<svg/>", "SVG"],
  ["a page that shows an SVG", "<!doctype html><title>x</title><svg/>", "a web page"],
  ["a page", "\n<html><body>404</body></html>", "a web page"],
  ["text", "I am a text named .png", "text"],
  ["text in UTF-8, cut in a character", Buffer.from("é".repeat(3000)).subarray(0, 4095), "text"],
  ["JSON", '{"error": "not found"}', "text"],
  ["an archive", `PK\x03\x04${rest}`, "an archive"],
  ["an MPEG stream", `\0\0\x01\xba${rest}`, "a video"],
  ["anything", rest, undefined],
  ["one byte", "\xff", undefined],
])("%s", (_, bytes, kind) => {
  expect(pictureKind(typeof bytes === "string" ? latin1(bytes) : bytes)).toBe(kind);
});

it("says what to do with each", () => {
  expect(notRead("HEIC")).toBe("HEIC, which cannot be read here: export it as JPEG or PNG");
  expect(notRead("a web page")).toBe("a web page, not a picture: download the picture itself");
  expect(notRead("text")).toBe("text, not a picture: give a JPEG or PNG file");
  expect(notRead(undefined)).toBe("not a picture in a format that can be read: export it as JPEG or PNG");
});
