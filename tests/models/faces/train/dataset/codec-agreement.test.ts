import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodePixels, readHeader } from "../../../../../models/faces/train/dataset/decode.js";
import { createPictureCodec } from "../../../../../pictures/codec.js";

const odd = "../shared/data/odd-images";
const refused = /21_|24_|25_|27_|README/;
const names = existsSync(odd) ? readdirSync(odd).filter((name) => !refused.test(name)) : [];

describe.skipIf(names.length === 0)("training and server (../shared/data/odd-images, where it is there)", () => {
  it.each(names)("decode %s to the same pixels", async (name) => {
    const bytes = readFileSync(join(odd, name));
    const trained = await decodePixels(bytes, await readHeader(bytes));
    const served = await createPictureCodec().decode(bytes, "image");
    expect([trained.width, trained.height]).toEqual([served.width, served.height]);
    expect(Buffer.compare(trained.data, served.data)).toBe(0);
  });
});
