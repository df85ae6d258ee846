/** `digits`: which digit is on a small picture? */
import { defineModel, labels, picture, z } from "kilnjs";
import { rows } from "kilnjs/data";
import { drawnDigits } from "./drawn-digits.js";

export default defineModel({
  name: "digits",
  title: "Digits",
  inputs: { image: picture({ size: 16, channels: 1 }) },
  outputs: { digit: labels([..."0123456789"]) },
  data: rows(() => drawnDigits(3000), ["image", "digit"], { name: "drawn digits" }),
  settings: {
    channels: z.int().min(1).default(12).describe("channels of the first convolution"),
    rate: z.number().min(0).max(0.9).default(0.2).describe("how much dropout there is"),
  },
  defaults: { epochs: 6 },
  network: ({ image }, nn, { channels, rate }) => {
    let x = image;
    for (const width of [1, 2])
      x = nn.maxPool(nn.relu(nn.batchNorm(nn.conv2d(x, channels * width, 3, { bias: false }))));
    return { digit: nn.logits(nn.dropout(nn.flatten(x), rate), "digit") };
  },
});
