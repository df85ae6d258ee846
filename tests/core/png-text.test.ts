/** Words in a PNG: decoders still read the picture, and the words come back. */
import sharp from "sharp";
import { expect, it } from "vitest";
import { withWords, wordsIn } from "../../core/png-text.js";

const words = { title: "Moves", description: "Hair: ink → platinum, −3 to +3." };
const picture = () =>
  sharp({ create: { width: 3, height: 2, channels: 3, background: "#a04010" } })
    .png()
    .toBuffer();

it("come back, and the picture is the same", async () => {
  const png = await picture();
  const told = withWords(png, words);
  expect(wordsIn(told)).toEqual(words);
  const [before, after] = await Promise.all([png, told].map((bytes) => sharp(bytes).raw().toBuffer()));
  expect(after?.equals(before as Buffer)).toBe(true);
});

it("have the checksum that PNG asks for: libpng reads them as comments", async () => {
  const { comments } = await sharp(withWords(await picture(), words)).metadata();
  expect(comments).toEqual([
    expect.objectContaining({ keyword: "Title", text: words.title }),
    expect.objectContaining({ keyword: "Description", text: words.description }),
  ]);
});

it("are none in other files, in a plain picture and in one that is cut off", async () => {
  const png = await picture();
  expect(wordsIn(png)).toBeUndefined();
  expect(wordsIn(new Uint8Array(40))).toBeUndefined();
  expect(wordsIn(withWords(png, words).subarray(0, 60))).toBeUndefined();
  expect(() => withWords(new Uint8Array(4), words)).toThrow("no PNG");
});
