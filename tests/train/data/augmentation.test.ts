import { expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { makeTensor } from "../../../core/tensor.js";
import { loadTensorFlow } from "../../../trace/tensorflow.js";
import { augmentPictures } from "../../../train/data/augmentation/augment-pictures.js";
import { download, upload } from "../../../train/host-tensors.js";
import { field } from "./read.js";

const image = field("image", "picture", { shape: [4, 4, 3] });
const rows = 32;
const pictures = makeTensor(
  "float32",
  [rows, 4, 4, 3],
  Float32Array.from({ length: rows * 48 }, (_, i) => (i * 37) % 256),
);

async function changed(kinds: Parameters<typeof augmentPictures>[1], seed = 1) {
  const tf = await loadTensorFlow();
  const augmentation = augmentPictures(image, kinds);
  const random = augmentation?.draw(Random.seeded(seed), rows) ?? {};
  const batch = upload(tf, { image: pictures });
  const result = augmentation?.apply(tf, batch, upload(tf, random)) ?? batch;
  return download(result).image?.data ?? [];
}

it("a flip turns whole pictures around, some and not others, and changes no pixel", async () => {
  const flipped = await changed(["flip"]);
  let turned = 0;
  for (let row = 0; row < rows; row++) {
    const own = Array.from(pictures.data.slice(row * 48, (row + 1) * 48));
    const around = own.map((_, i) => own[Math.floor(i / 12) * 12 + (3 - (Math.floor(i / 3) % 4)) * 3 + (i % 3)]);
    const found = Array.from(flipped.slice(row * 48, (row + 1) * 48), (value) => Math.round(value * 1000) / 1000);
    if (String(found) === String(around)) turned += 1;
    else expect(found).toEqual(own);
  }
  expect(turned).toBeGreaterThan(8);
  expect(turned).toBeLessThan(24);
});

it("crops and colours stay pictures, differ, and are the same for the same stream", async () => {
  const kinds = ["flip", "crop", "colour"] as const;
  const first = await changed([...kinds]);
  expect(await changed([...kinds])).toEqual(first);
  expect(await changed([...kinds], 2)).not.toEqual(first);
  expect(first.every((value) => value >= 0 && value <= 255)).toBe(true);
});
