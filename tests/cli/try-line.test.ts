import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { z } from "zod";
import { curlLine, exampleOf, predictLine } from "../../cli/try-line.js";
import type { ModelRegistry } from "../../core/definition.js";
import type { Manifest } from "../../core/manifest.js";
import { operation } from "../../core/operation.js";
import { pairContract } from "../fixtures/contract.js";

const greet = operation({
  summary: "Greet",
  description: "Greets.",
  request: z.object({ name: z.string() }),
  response: z.object({}),
  example: { name: 'l\'élève said "$HOME" `id`' },
  run: async () => ({ json: {} }),
});

function registry(operations: Record<string, typeof greet>): ModelRegistry {
  const base = { name: "pair", title: "", summary: "", config: z.object({}), contract: () => [pairContract] };
  return { pair: { ...base, processings: { "pair@1": operations } } };
}

const manifests = { pair: { contract: pairContract } as Manifest };

it("a curl line reaches curl as the operation's own example, whatever is in it", () => {
  const line = curlLine(registry({ greet }), "http://127.0.0.1:8080", "pair", manifests);
  expect(line).toMatch(/^curl -s http:\/\/127\.0\.0\.1:8080\/v1\/pair\/greet /);
  const words = execFileSync("sh", ["-c", `printf '%s\\n' ${line?.slice("curl ".length)}`], { encoding: "utf8" });
  expect(JSON.parse(words.trim().split("\n").at(-1) ?? "")).toEqual(greet.example);
});

it("a picture goes into a file, not into the terminal", () => {
  const line = curlLine(registry({ draw: { ...greet, picture: true } }), "http://x", "pair", manifests);
  expect(line).toContain("-H 'accept: image/png' -o pair.png -d ");
  expect(curlLine(registry({ greet }), "http://x", "pair", manifests)).not.toContain("-o ");
});

it("there is none for a model without operations", () => {
  expect(curlLine(registry({}), "http://x", "pair", manifests)).toBeNull();
});

it("an operation may shorten its example to what the version needs", () => {
  const short = { ...greet, exampleFor: (all: Readonly<Record<string, Manifest>>) => Object.keys(all) };
  expect(exampleOf(short, manifests)).toEqual(["pair"]);
  expect(exampleOf(greet, manifests)).toEqual(greet.example);
});

it("the line for kiln predict names an operation where there is a choice", () => {
  const line = (asked: string) =>
    `kiln predict ${asked} --example --repository x > request.json && kiln predict ${asked} --input request.json --repository x`;
  expect(predictLine("parcel", ["quote", "draw"], " --repository x")).toBe(line("parcel quote"));
  expect(predictLine("parcel", ["quote"], " --repository x")).toBe(line("parcel"));
});
