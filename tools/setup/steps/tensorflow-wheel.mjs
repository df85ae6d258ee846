/**
 * TensorFlow itself, without Python: its wheel from the Python package index, by the SHA-256 that python-requirements.txt
 * pins, and of it what the addon is linked to. A wheel is a zip file, and the library in it is the same for every Python.
 */
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Interrupted, SetupError } from "../failure.mjs";
import { projectRoot } from "../project.mjs";
import { remove } from "../remove.mjs";
import { hashOf } from "../step.mjs";
import { unzip } from "../unzip.mjs";

const REQUIREMENTS = join(projectRoot, "tools", "setup", "python-requirements.txt");
const INDEX = "https://pypi.org/simple";

/** What the addon needs of it: the headers, where it has to be compiled, and the two libraries. */
const needed = (/** @type {string} */ name) =>
  /^tensorflow\/(include\/(tensorflow|tsl|xla)\/.*\.h|lib[\w.]*\.so(\.2)?|lib[\w.]*\.dylib)$/.test(name) ||
  /^[^/]+\.dist-info\/(METADATA|LICENSE|licenses\/.*)$/.test(name);

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function tensorflowWheel(project) {
  return {
    name: "tensorflow-wheel",
    title: "TensorFlow (its library, without Python)",
    disk: 1.3e9, // 0.27 packed, 0.9 unpacked
    hint: "check the network (`curl -I https://pypi.org/simple/`), then try again; PIP_INDEX_URL names another index.",
    key: () => hashOf(`${process.platform}-${process.arch}`, readFileSync(REQUIREMENTS)),
    look(made) {
      const wrong = Object.entries(made).find(([path, size]) => sizeOf(join(project.tensorflow, path)) !== size);
      return wrong === undefined ? undefined : `${wrong[0]} is missing or was changed`;
    },
    async run({ signal, report }) {
      const fresh = `${project.tensorflow}.new`;
      await remove(fresh, project.trash);
      mkdirSync(fresh, { recursive: true });
      const wheel = join(fresh, "wheel.zip");
      try {
        await fetchWheel(wheel, { signal, report });
        const sizes = await unzip(wheel, fresh, needed, { signal, report: (name) => report(`unpacking ${name}`) });
        await remove(wheel, project.trash);
        await remove(project.tensorflow, project.trash);
        renameSync(fresh, project.tensorflow);
        return Object.fromEntries(Object.entries(sizes).filter(([name]) => /\.(so|dylib)/.test(name)));
      } catch (error) {
        await remove(fresh, project.trash);
        if (signal.aborted) throw new Interrupted(String(signal.reason));
        throw error;
      }
    },
  };
}

/** How the wheels of a machine are called. @type {Readonly<Record<string, RegExp>>} */
const TAGS = {
  "linux-x64": /manylinux.*_x86_64/,
  "linux-arm64": /manylinux.*_aarch64/,
  "darwin-arm64": /macosx.*_arm64/,
};

/** @typedef {{ filename: string, url: string, hashes: { sha256?: string } }} IndexFile */

/**
 * The wheel for a machine among those that are pinned.
 * @param {readonly IndexFile[]} files of the index
 * @param {string} requirements python-requirements.txt
 * @param {{ platform?: string, arch?: string }} [machine]
 * @returns {{ url: string, sha256: string, filename: string } | undefined}
 */
export function chooseWheel(files, requirements, { platform = process.platform, arch = process.arch } = {}) {
  const tag = TAGS[`${platform}-${arch}`];
  if (tag === undefined) return undefined;
  const pinned = new Set([...requirements.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, hash]) => hash));
  const found = files
    .filter(({ filename, hashes }) => tag.test(filename) && hashes.sha256 !== undefined && pinned.has(hashes.sha256))
    .sort((a, b) => (a.filename < b.filename ? -1 : 1))[0];
  return found === undefined
    ? undefined
    : { url: found.url, filename: found.filename, sha256: found.hashes.sha256 ?? "" };
}

/** The name under which the wheel is published for a machine. */
export function wheelName({ platform = process.platform, arch = process.arch } = {}) {
  return platform === "linux" && arch === "x64" ? "tensorflow-cpu" : "tensorflow";
}

/**
 * @param {string} path to write to
 * @param {{ signal: AbortSignal, report: (line: string) => void }} options
 */
async function fetchWheel(path, { signal, report }) {
  const index = (process.env.PIP_INDEX_URL ?? INDEX).replace(/\/+$/, "");
  const page = `${index}/${wheelName()}/`;
  const answer = await get(page, signal, { Accept: "application/vnd.pypi.simple.v1+json" });
  if (!/json/.test(answer.headers.get("content-type") ?? "")) {
    throw new SetupError(`${index} does not speak the JSON form of the Python package index (PEP 691).`, {
      next: "use another index (PIP_INDEX_URL), or install Python: then pip fetches the wheel.",
    });
  }
  const { files } = /** @type {{ files: IndexFile[] }} */ (await answer.json());
  const wheel = chooseWheel(files, readFileSync(REQUIREMENTS, "utf8"));
  if (wheel === undefined)
    throw new SetupError(`${page} has no wheel for ${process.platform} ${process.arch} with a pinned SHA-256.`);
  const response = await get(new URL(wheel.url, page).href, signal);
  const total = Number(response.headers.get("content-length") ?? 0);
  const hash = createHash("sha256");
  let bytes = 0;
  const counting = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      report(`${wheel.filename}: ${megabytes(bytes)} of ${megabytes(total)}`);
      done(null, chunk);
    },
  });
  if (response.body === null) throw new SetupError(`${wheel.url} is empty.`);
  await pipeline(
    Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (response.body)),
    counting,
    createWriteStream(path),
    { signal },
  );
  const got = hash.digest("hex");
  if (got !== wheel.sha256) {
    throw new SetupError(`${wheel.filename} has the SHA-256 ${got} instead of ${wheel.sha256}.`, {
      next: "somebody between here and the index has changed it, or the download was cut off: try again on another network.",
    });
  }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {Record<string, string>} [headers]
 */
async function get(url, signal, headers = {}) {
  try {
    const response = await fetch(url, { signal, headers });
    if (response.ok) return response;
    throw new SetupError(`${url} answered ${response.status}.`);
  } catch (cause) {
    if (cause instanceof SetupError || signal.aborted) throw cause;
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new SetupError(`${url} cannot be reached: ${reason}`, { cause });
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** @param {string} path */
function sizeOf(path) {
  return existsSync(path) ? statSync(path).size : undefined;
}
