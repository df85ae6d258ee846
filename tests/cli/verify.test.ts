/** What is called the largest difference is one number, in the table of `kiln verify` and in the model card. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { coloursFor } from "../../cli/colours.js";
import { agreementTable } from "../../cli/verify.js";
import { manifestSchema } from "../../core/manifest.js";
import { modelCard } from "../../export/publish/card.js";
import { FakeHost } from "../fixtures/host.js";
import { publish } from "../serve/support/publish.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-difference-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// An answer of about 1000 that is 0.002 off: by the rule it is 0.000002 off.
const runtime = { runtime: "onnxruntime-node", version: "1", provider: "cpu", worst: "sum[3] of edges" } as const;
const found = { ...runtime, maxAbsDifference: 2e-3, maxScaledDifference: 2e-6 };

it("the scaled difference, with its rule and the number of cases", async () => {
  const host = new FakeHost();
  const table = agreementTable([{ name: "pair", cases: 5, runtimes: [found] }], coloursFor(host.stdout, host.env));
  expect(table).toMatch(/pair .* 5 +2\.0e-6 +sum\[3\] of edges/);
  expect(table).toContain("|a - b| / max(1, |b|), where 0.00001 is allowed");
  expect(table).not.toContain("2.0e-3");

  await publish(folder);
  const [graph = ""] = readdirSync(folder);
  const file = join(folder, graph, "1", "manifest.json");
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const card = modelCard({ ...manifest, verification: { ...manifest.verification, runtimes: [found] } });
  expect(card).toContain("| 2.0e-6 | sum[3] of edges |");
  expect(card).toContain("on 5 cases");
  expect(card).not.toContain("2.0e-3");
});
