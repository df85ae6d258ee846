/** Code to take along: it holds the numbers exactly, and the address of this page's own API or model. */
import { expect, it } from "vitest";
import { snippet, snippetKinds } from "../../../../models/faces/view/snippets.js";

const latent = Float32Array.of(0.1, -1.5, 3.4028235e38, 1e-7, 0);
const parts = { latent, api: "https://example.org/ml", model: "https://example.org/models/faces_decoder/3/model.onnx" };

it.each(snippetKinds)("%s gives back the float32 numbers, each of them", (kind) => {
  const code = snippet(kind, parts);
  const [, list = ""] = /\[(-?[\d.e+-]+(?:, -?[\d.e+-]+)+)\]/.exec(code) ?? [];
  expect(Float32Array.from(list.split(", "), Number)).toEqual(latent);
  expect(code).toContain(kind === "curl" ? `${parts.api}/v1/faces/decode` : parts.model);
});

it("writes no more digits than a number needs", () => {
  expect(snippet("curl", { ...parts, latent: Float32Array.of(0.1, 2, -0.33) })).toContain("[[0.1, 2, -0.33]]");
});

it("sends JSON that a shell takes as it is", () => {
  const [, body = ""] = /-d '([^']*)'/.exec(snippet("curl", parts)) ?? [];
  const { latents, scale } = JSON.parse(body) as { latents: number[][]; scale: number };
  expect(latents.map((one) => Float32Array.from(one))).toEqual([latent]);
  expect(scale).toBe(8);
});

it("names the vector's length where a tensor is made", () => {
  for (const kind of ["node", "browser"] as const) expect(snippet(kind, parts)).toContain("[1, 5]");
});
