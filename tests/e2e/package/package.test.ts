/**
 * The package `kilnjs` as a stranger has it: packed, installed into an empty folder with the registry as the only way out,
 * and used from there, on the command line, in programs and in somebody else's page.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, createReadStream, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../fixtures/source-tree.js";
import { chromiumFile, startBrowser } from "../../web/support/chromium.js";
import { status, visit } from "../../web/support/visit.js";
import {
  calls,
  ended,
  eventsOf,
  exampleOf,
  kiln,
  lendTrainingTo,
  packAndInstall,
  project,
  removeAll,
  resultOf,
  scratch,
  serve,
  tarball,
} from "./installed.js";

const at = (...path: string[]) => join(project, ...path);

/** A training that is over soon. */
const tiny = (...settings: string[]) => ["epochs=1", "threads=1", ...settings].flatMap((one) => ["--set", one]);

beforeAll(() => {
  packAndInstall();
  for (const name of ["parcel", "digits"]) {
    cpSync(join(root, "examples", name, "models", name), at("models", name), { recursive: true });
  }
  const listed = ["parcel", "digits"].map((name) => `    ${name}: () => import("./models/${name}/index.js"),`);
  writeFileSync(
    at("kiln.config.ts"),
    `import { defineConfig } from "kilnjs";\n\nexport default defineConfig({\n  models: {\n${listed.join("\n")}\n  },\n});\n`,
  );
});
afterAll(removeAll);

describe("the tarball", () => {
  it("holds what others need, and nothing of this checkout's own models, tests and tools", () => {
    const files = execFileSync("tar", ["tzf", tarball()], { encoding: "utf8" }).trimEnd().split("\n");
    const has = (path: string) => files.includes(`package/${path}`);
    for (const path of ["bin/kiln.js", "LICENSE", "README.md", "dist/THIRD_PARTY_NOTICES.txt", "dist/sbom.cdx.json"]) {
      expect(has(path), path).toBe(true);
    }
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const entries = Object.values(exports).flatMap((entry) =>
      typeof entry === "string" ? [] : Object.values(entry as object),
    );
    expect(entries.filter((path) => !has(path.slice(2)))).toEqual([]);
    const foreign = /^package\/(models|tests|examples|node_modules|dist\/(models|tests|page|tools))\/|\.wasm$/;
    expect(files.filter((path) => foreign.test(path))).toEqual([]);
    expect(statSync(tarball()).size).toBeLessThan(16e6);
  });

  it("installs without TensorFlow and queues, and declines the CUDA libraries before they are fetched", () => {
    for (const name of ["@tensorflow", "bullmq", "ioredis", "@aws-sdk", "onnxruntime-web"]) {
      expect(existsSync(at("node_modules", name)), name).toBe(false);
    }
    // What npm 10 does unasked, and npm 11 when it is told to.
    const script = (...path: string[]) =>
      execFileSync(process.execPath, [at("node_modules", ...path)], { stdio: "pipe" });
    script("kilnjs", "tools", "setup", "preinstall.mjs");
    script("onnxruntime-node", "script", "install.js");
  });
});

describe("before kiln setup", () => {
  it("kiln doctor says which roads are open, and what opens the others", async () => {
    const { code, out } = await kiln(project, "doctor", "--json");
    expect(code).toBe(0);
    const checks = eventsOf(out).filter(({ event }) => event === "check");
    const open = checks.flatMap(({ name, closed }) => (closed ? [] : [name]));
    expect(open).toEqual(["machine", "onnxruntime-node", "onnxruntime-web", "sharp"]);
    const opens = Object.fromEntries(checks.flatMap(({ name, closed, next }) => (closed ? [[name, next]] : [])));
    expect(opens).toMatchObject({
      addon: expect.stringContaining("kiln setup --no-python"),
      converter: expect.stringContaining("kiln setup"),
      queue: "npm install bullmq ioredis",
    });
  });

  it("a missing part is named in one line, with what brings it", async () => {
    const train = await kiln(project, "train", "digits", ...tiny("examples=100"));
    expect([train.code, train.err]).toEqual([
      1,
      expect.stringMatching(/error: TensorFlow is not installed[^\n]*\n +kiln setup/),
    ]);
    const worker = await kiln(project, "worker", "--queue", "redis://127.0.0.1:1", "--artefacts", "artefacts");
    expect([worker.code, worker.err]).toEqual([1, expect.stringContaining("kiln worker needs ")]);
    expect(worker.err).toContain("npm install bullmq ioredis");
    expect(`${train.err}${worker.err}`).not.toMatch(/\n {4}at /);
  });
});

describe("a project", () => {
  beforeAll(() => lendTrainingTo(project));

  it("goes through the commands", async () => {
    await resultOf(project, "data", "digits", ...["--set", "examples=100"]);
    const digits = await resultOf(project, "train", "digits", ...tiny("examples=200", "channels=2", "units=8"));
    await resultOf(project, "train", "parcel", "--out", "runs/parcel/example", ...tiny("examples=64"));
    expect(existsSync(at(digits.run, "report.html"))).toBe(true);
    for (const model of ["digits", "parcel"]) {
      expect(await resultOf(project, "export", model)).toMatchObject({ model, version: 1 });
    }
    await resultOf(project, "verify", "digits");
    await resultOf(project, "evaluate", "digits");
    const quote = await kiln(project, "quote", "40,30,20");
    expect([quote.code, quote.out]).toEqual([0, expect.stringMatching(/\d/)]);
    expect((await kiln(project, "runs")).out).toContain("runs/parcel/example");
    await resultOf(project, "report", "runs/parcel/example", "--out", "comparison");
    await resultOf(project, "sweep", "parcel", "--seeds", "1,2", ...tiny("examples=64"), "--out", "sweep");
    await resultOf(project, "web", "build", "--out", "site");
    const { models } = JSON.parse(readFileSync(at("site", "models", "index.json"), "utf8"));
    expect(models.map((one: { name: string }) => one.name).sort()).toEqual(["digits", "parcel"]);
    // The page was bundled with the project's view, by an installed Kiln.
    expect(readFileSync(at(".kiln", "page", "index.html"), "utf8")).toContain("kiln-worker");
  });

  describe.each([
    ["serve/server.ts", "createServer", /"price":-?[\d.]+/],
    ["serve/mounted-app.ts", "kilnApp", /^200 200 \{"prices":/],
    ["store/open-published.ts", "openPublished", /"price":-?[\d.]+/],
    ["trace/capture.ts", "capture", /^1\.5$/],
    ["export/export.ts", "exportModel", /^1 1$/],
  ])("the example in %s", (file, name, printed) => {
    it(`of ${name} runs as it stands`, async () => {
      const program = at(`${name}.ts`);
      writeFileSync(program, exampleOf(file, name));
      const out = at(`${name}.mjs`);
      await build({
        entryPoints: [program],
        outfile: out,
        bundle: true,
        packages: "external",
        platform: "node",
        format: "esm",
      });
      const result = await ended(spawn(process.execPath, [out], { cwd: project }));
      // TensorFlow may remark on the processor.
      expect([result.code, result.err]).toEqual([0, expect.not.stringMatching(/^\s*(error|at )/im)]);
      expect(result.out.trim()).toMatch(printed);
    });
  });

  it("type-checks, the examples with it", () => {
    writeFileSync(at("loadModel.ts"), exampleOf("web/library/load-model.ts", "loadModel"));
    cpSync(join(root, "tests", "e2e", "package", "surface.test-d.ts"), at("surface.ts"));
    const paths = { "@tensorflow/tfjs-node": ["./.kiln/node/node_modules/@tensorflow/tfjs-node/dist/index.d.ts"] };
    const compilerOptions = {
      ...{ target: "ES2022", module: "NodeNext", lib: ["ES2023", "DOM", "DOM.Iterable"], strict: true, noEmit: true },
      ...{ skipLibCheck: true, jsx: "react-jsx", jsxImportSource: "preact", types: ["node"], paths },
      typeRoots: [join(root, "node_modules", "@types")],
    };
    writeFileSync(at("tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", "models"] }));
    const started = performance.now();
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const { stdout, status: code } = runQuietly(process.execPath, [compiler, "-p", "."]);
    console.log(`type-checking an outside project took ${((performance.now() - started) / 1000).toFixed(1)} s`);
    expect([code, stdout]).toEqual([0, ""]);
  });
});

function runQuietly(command: string, args: string[]): { stdout: string; status: number } {
  try {
    return { stdout: execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: "pipe" }), status: 0 };
  } catch (error) {
    const { stdout, status } = error as { stdout: string; status: number };
    return { stdout, status };
  }
}

describe("published/ alone, in another folder", () => {
  const alone = join(scratch, "alone");

  beforeAll(() => {
    mkdirSync(alone);
    cpSync(at("published"), join(alone, "published"), { recursive: true });
  });

  it("is verified, asked and served without TensorFlow, Python and the models' code", async () => {
    expect((await resultOf(alone, "verify", "digits")).graphs.digits).toHaveLength(2);
    const example = await kiln(alone, "predict", "parcel", "--example");
    writeFileSync(join(alone, "request.json"), example.out);
    const asked = await kiln(alone, "predict", "parcel", "--input", "request.json");
    expect([asked.code, asked.err]).toEqual([0, ""]);
    const { url, stop } = await serve(alone);
    try {
      const answer = await fetch(`${url}/v1/parcel/predict`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: example.out,
      });
      expect(await answer.json()).toEqual(JSON.parse(asked.out));
      // Kept compressed alone, and given to those who take it as it is, too.
      const [runtime] =
        /ort-[\d.]+\//.exec(await (await fetch(`${url}/`, { headers: { Accept: "text/html" } })).text()) ?? [];
      const wasm = await fetch(`${url}/${runtime}ort-wasm-simd-threaded.wasm`, {
        headers: { "Accept-Encoding": "identity" },
      });
      expect(new Uint8Array(await wasm.arrayBuffer()).slice(0, 4)).toEqual(Uint8Array.of(0, 0x61, 0x73, 0x6d));
    } finally {
      expect((await stop()).code).toBe(0);
    }
  });

  describe.skipIf(chromiumFile === null)("in a browser (needs Chromium)", () => {
    let browser: Browser | undefined;
    const opened = async (): Promise<Browser> => {
      browser ??= await startBrowser();
      return browser;
    };
    afterAll(() => browser?.close());

    it("shows its page, whose models run there", async () => {
      const { url, stop } = await serve(alone);
      try {
        const page = await visit({ url, browser: await opened() }, "#/models/digits?on=wasm");
        expect(await status(page)).toContain("WebAssembly");
        await page.context().close();
      } finally {
        await stop();
      }
    });

    it("runs in somebody else's page, bundled by Vite from the example of loadModel", async () => {
      const app = at("vite");
      mkdirSync(app, { recursive: true });
      writeFileSync(join(app, "index.html"), '<!doctype html><script type="module" src="./main.ts"></script>');
      writeFileSync(join(app, "main.ts"), exampleOf("web/library/load-model.ts", "loadModel"));
      const vite = join(root, "node_modules", "vite", "bin", "vite.js");
      const bundled = ["build", app, "--base", "/app/", "--outDir", at("site", "app"), "--logLevel", "error"];
      execFileSync(process.execPath, [vite, ...bundled], { cwd: project, stdio: "pipe" });
      const site = await fileServer(at("site"));
      try {
        const page = await (await opened()).newPage();
        const scripts: string[] = [];
        const told: string[] = [];
        page.on("response", (response) => void (/\.m?js$/.test(response.url()) && scripts.push(response.url())));
        page.on("console", (message) => told.push(message.text()));
        page.on("pageerror", (error) => told.push(error.message));
        await page.goto(`${site.url}/app/`);
        await expect.poll(() => page.textContent("body"), { message: told.join("\n") }).toMatch(/"price":.*, by wasm/s);
        expect(told.join("\n")).toContain("ready");
        // Nothing but this host was asked, and the runtime's own scripts came from the site of the model.
        expect(scripts.filter((address) => !address.startsWith(site.url))).toEqual([]);
        expect(scripts.some((address) => /\/ort-[\d.]+\/ort\.wasm\.min\.mjs$/.test(address))).toBe(true);
        await page.close();
      } finally {
        site.server.close();
      }
    });
  });
});

it("no command asked another machine for anything", () => {
  expect(existsSync(calls) ? readFileSync(calls, "utf8") : "").toBe("");
});

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** A host that gives what is in a folder, and knows nothing. */
async function fileServer(folder: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    const file = path.endsWith("/") ? join(path, "index.html") : path;
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
