/** The package as others see it before they install it: its entries, their types, sizes and cycles. Reads dist/. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { findNpm } from "../../tools/setup/npm.mjs";
import { readSource, root, sourceFiles } from "../fixtures/source-tree.js";

const scratch = mkdtempSync(join(tmpdir(), "kiln-package-"));
const folder = join(scratch, "package");
let tarball = "";

beforeAll(() => {
  const args = [findNpm(), "pack", "--pack-destination", scratch, "--json", "--loglevel=error"];
  const [packed] = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
  tarball = join(scratch, packed.filename);
  execFileSync("tar", ["xzf", tarball, "-C", scratch]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the entries", () => {
  it("are as publint wants them", async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
    const said = messages.map((message) => formatMessage(message, pkg) ?? message.code);
    // onnxruntime's own files, which browsers ask for by these names, hold a `require` for Node.
    const known = said.filter((one) => !one.includes("ort-wasm-simd-threaded.mjs"));
    // The `browser` field leaves one file out of a bundle: no entry, so no condition of `exports` can do it.
    expect(known.filter((one) => !one.startsWith("pkg.browser with an object value"))).toEqual([]);
  });

  it("have types that resolve wherever somebody imports them, as @arethetypeswrong/cli sees it", () => {
    const cli = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
    // A package of ES modules for Node 20 and for bundlers: the resolution of Node 10 knows no `exports`.
    const command = [cli, tarball, "--profile", "esm-only", "--format", "json"];
    const said = execFileSync(process.execPath, command, { encoding: "utf8", maxBuffer: 64e6 });
    const problems = Object.values(JSON.parse(said).problems).flat() as { kind: string; resolutionKind?: string }[];
    // What the profile leaves out, and the report names all the same: CommonJS has to import it, and Node 10.
    const left = problems.filter((one) => one.kind !== "CJSResolvesToESM" && one.resolutionKind !== "node10");
    expect(left).toEqual([]);
  });
});

describe("what a browser loads", () => {
  /** What an entry comes to in a bundle, without onnxruntime. */
  async function bundled(entry: string): Promise<{ bytes: number; metafile: Metafile }> {
    const { outputFiles, metafile } = await build({
      ...{ stdin: { contents: `export * from "./${entry}";`, resolveDir: folder }, bundle: true, minify: true },
      ...{ format: "esm", target: "es2022", splitting: true, outdir: "x", write: false, metafile: true },
      ...{ conditions: ["browser", "import"], nodePaths: [join(root, "node_modules")], jsx: "automatic" },
      ...{ external: ["onnxruntime-web/*"], loader: { ".css": "empty" }, logLevel: "silent" },
    } as const);
    return { bytes: outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0), metafile };
  }

  it.each([
    // Cold, the worker with it: what crosses the wire before the first answer, beside onnxruntime's own.
    ["dist/web-library/index.js", 60_000],
    ["dist/public/index.js", 120_000],
    ["dist/public/charts.js", 40_000],
  ])("%s is at most %d bytes, gzipped", async (entry, limit) => {
    const { bytes, metafile } = await bundled(entry);
    expect(bytes).toBeLessThanOrEqual(limit);
    expect(Object.keys(metafile.inputs).filter((input) => /^node:/.test(input))).toEqual([]);
  });
});

describe("the sources", () => {
  const engines = [
    "charts",
    "cli",
    "config",
    "core",
    "export",
    "pictures",
    "public",
    "serve",
    "store",
    "system",
    "trace",
  ];

  it("have no cycles among their imports, types and lazy ones left out", () => {
    const files = sourceFiles([...engines, "train", "web"], [".ts", ".tsx"]).map(({ path }) => path);
    const next = new Map(
      files.map((path) => [
        path,
        readSource(path).imports.flatMap(({ file, typeOnly, dynamic }) =>
          file === undefined || typeOnly || dynamic ? [] : [file],
        ),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      if (done.has(path) || trail.includes(path)) return;
      for (const one of next.get(path) ?? []) visit(one, [...trail, path]);
      done.add(path);
    };
    for (const path of files) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it("name no host to call: Kiln tells nobody anything, and fetches what a command says", () => {
    const allowed = [
      // Said to a person, or the name of a schema.
      /example\.(org|com)|any\.example|nodejs\.org|python\.org|w3\.org|cyclonedx\.org|pypi\.org\/simple|127\.0\.0\.1|localhost/,
      /purl\.org|www\.iana\.org|json-schema\.org|kserve|github\.com|arxiv\.org|doi\.org|rfc-editor\.org|openapis\.org|jsdelivr|no-color\.org|keras\.io|protobuf\.dev|www\.tensorflow\.org|onnx\.ai|protocol-buffers|opencompute\.org|huggingface\.co/,
      // A link that a visitor may follow, in a tab of its own.
      /netron\.app/,
    ];
    const found = [
      ...sourceFiles([...engines, "train", "web"], [".ts", ".tsx"]),
      ...sourceFiles(["tools/setup"], [".mjs"]),
    ].flatMap(({ path, text }) =>
      [...text.matchAll(/https?:\/\/[\w.-]+\.[a-z]{2,}[^\s"'`)]*/g)].map(([address]) => `${path}: ${address}`),
    );
    expect(found.filter((line) => !allowed.some((pattern) => pattern.test(line)))).toEqual([]);
  });
});

describe("the bill of materials and the licences", () => {
  it("name every dependency, and every package that files were copied from", () => {
    const read = (file: string) => readFileSync(join(folder, "dist", file), "utf8");
    const notices = read("THIRD_PARTY_NOTICES.txt");
    const { components } = JSON.parse(read("sbom.cdx.json")) as { components: { name: string }[] };
    const names = components.map(({ name }) => name);
    for (const name of [...Object.keys(packageJson.dependencies), "onnxruntime-web", "swagger-ui-dist"]) {
      expect(names).toContain(name);
      expect(notices).toContain(`\n${name} `);
    }
    expect(names).not.toContain("vitest");
  });
});
