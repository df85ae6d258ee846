/** The same face elsewhere: by the HTTP API, in Node, and in a page, each as code that runs as it stands. */

/** What the code is about. */
export interface SnippetParts {
  readonly latent: Float32Array;
  /** Root of the HTTP API, without a slash at its end. */
  readonly api: string;
  /** Address of the decoder's model.onnx. */
  readonly model: string;
}

/** Kinds of code, in the order in which they are offered. */
export const snippetKinds = ["curl", "node", "browser"] as const;

export type SnippetKind = (typeof snippetKinds)[number];

/** The code. Numbers are those of float32, in the fewest digits that give them back. */
export function snippet(kind: SnippetKind, { latent, api, model }: SnippetParts): string {
  const numbers = `[${Array.from(latent, shortest).join(", ")}]`;
  return { curl, node, browser }[kind](numbers, latent.length, api, model);
}

function curl(numbers: string, _: number, api: string): string {
  return `curl ${api}/v1/faces/decode -o face.png \\
  -H 'Content-Type: application/json' -H 'Accept: image/png' \\
  -d '{"latents": [${numbers}], "scale": 8}'
`;
}

function node(numbers: string, size: number, _: string, model: string): string {
  return `// npm install onnxruntime-node sharp
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";

const model = await fetch("${model}").then((answer) => answer.arrayBuffer());
const session = await InferenceSession.create(new Uint8Array(model));
const latent = new Tensor("float32", Float32Array.from(${numbers}), [1, ${size}]);
const { image } = await session.run({ latent }); // [1, 64, 64, 3], 0 to 1
const pixels = Uint8Array.from(image.data, (level) => Math.round(level * 255));
await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } }).resize(512).toFile("face.png");
`;
}

function browser(numbers: string, size: number, _: string, model: string): string {
  return `<canvas width="64" height="64"></canvas>
<script type="module">
  import * as ort from "https://cdn.jsdelivr.net/npm/onnxruntime-web/dist/ort.wasm.min.mjs";

  const session = await ort.InferenceSession.create("${model}");
  const latent = new ort.Tensor("float32", Float32Array.from(${numbers}), [1, ${size}]);
  const { image } = await session.run({ latent }); // [1, 64, 64, 3], 0 to 1
  const pixels = new Uint8ClampedArray(64 * 64 * 4).fill(255);
  image.data.forEach((level, i) => (pixels[Math.floor(i / 3) * 4 + (i % 3)] = level * 255));
  document.querySelector("canvas").getContext("2d").putImageData(new ImageData(pixels, 64), 0, 0);
</script>
`;
}

function shortest(value: number): string {
  for (let digits = 3; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
