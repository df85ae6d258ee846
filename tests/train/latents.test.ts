/** Kept latent numbers and sprites. */
import { expect, it } from "vitest";
import { FACE_BYTES } from "../../models/faces/sheet.js";
import { spriteOf } from "../../models/faces/train/evaluation/sprite.js";
import { decodeLatents, encodeLatents, type KeptLatents } from "../../train/run/latents.js";

const kept: KeptLatents = { epoch: 3, names: ["a.png", "b.png"], width: 2, means: Float32Array.of(1, 2, 3, 4) };
const factors = { names: ["hair"], values: Int32Array.of(7, 0) };
const bytesOf = (latents: KeptLatents) => new Uint8Array(Buffer.concat(encodeLatents(latents)));

it.each([kept, { ...kept, factors }])("come back as they were written", (latents) => {
  expect(decodeLatents(bytesOf(latents), "f")).toEqual(latents);
});

it("are refused when they are cut off, or do not belong to their pictures", () => {
  expect(() => decodeLatents(bytesOf(kept).subarray(0, -4), "f")).toThrow("cut short");
  // The names of two pictures in the place of one, as long as before: the JSON header stays whole.
  const one = { ...kept, names: ["four.png"], means: Float32Array.of(1, 2) };
  const text = Buffer.from(bytesOf(one)).toString("latin1").replace("four.png", 'f\\",\\"ng');
  expect(() => decodeLatents(Buffer.from(text, "latin1"), "f")).toThrow("no means of its pictures");
});

it("a sprite has small pictures edge to edge, in a square", () => {
  const white = new Uint8Array(FACE_BYTES).fill(255);
  // Columns of pixels that are black and white in turn become grey.
  const striped = Uint8Array.from({ length: FACE_BYTES }, (_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 255));
  const { width, height, data } = spriteOf([white, striped, white]);
  expect([width, height, data.length]).toEqual([64, 64, 64 * 64 * 3]);
  const at = (x: number, y: number) => data[(y * width + x) * 3];
  expect([at(0, 0), at(31, 31), at(32, 0), at(63, 31), at(0, 32)]).toEqual([255, 255, 128, 128, 255]);
});
