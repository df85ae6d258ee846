/**
 * What of others is in Kiln: `dist/THIRD_PARTY_NOTICES.txt`, their licences in full, and `dist/sbom.cdx.json`, a bill of
 * materials (CycloneDX 1.6). Both are made from the lock file and depend on nothing else: the same packages, the same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../step.mjs";
import { VENDORED } from "./vendor.mjs";

/** @typedef {{ name: string, version: string, license: string, integrity: string | undefined, copied: boolean, folder: string }} Part */

const NOTICES = "THIRD_PARTY_NOTICES.txt";
const BILL = "sbom.cdx.json";

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function notices(project) {
  const lockFile = join(project.root, "package-lock.json");
  return {
    name: "notices",
    title: "Writing licences and bill of materials",
    hint: "`npm ci --ignore-scripts` puts the packages right whose licences are read.",
    key: () => hashOf(readFileSync(lockFile), JSON.stringify(VENDORED), "1"),
    look(made) {
      const wrong = Object.entries(made).find(([path, size]) => sizeOf(join(project.dist, path)) !== size);
      return wrong === undefined ? undefined : `dist/${wrong[0]} is missing or was changed`;
    },
    async run() {
      const lock = JSON.parse(readFileSync(lockFile, "utf8"));
      const parts = partsOf(lock.packages, project.nodeModules);
      mkdirSync(project.dist, { recursive: true });
      writeFileSync(join(project.dist, NOTICES), noticesOf(parts));
      writeFileSync(join(project.dist, BILL), `${JSON.stringify(billOf(lock, parts), null, 1)}\n`);
      return { [NOTICES]: sizeOf(join(project.dist, NOTICES)), [BILL]: sizeOf(join(project.dist, BILL)) };
    },
  };
}

/**
 * The packages that come with an installation, and those that files were copied from; sorted by name.
 * @param {Record<string, { version?: string, license?: string, integrity?: string, dev?: boolean, peer?: boolean, link?: boolean, devOptional?: boolean }>} packages
 * @param {string} nodeModules
 * @returns {Part[]}
 */
export function partsOf(packages, nodeModules) {
  return Object.entries(packages)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      path,
      entry,
    }))
    .filter(({ name, path, entry }) => {
      if (path === "" || entry.link === true) return false;
      const copied = path === `node_modules/${name}` && name in VENDORED;
      return copied || !(entry.dev || entry.devOptional || entry.peer);
    })
    .map(({ name, path, entry }) => ({
      name,
      version: entry.version ?? "",
      license: entry.license ?? "",
      integrity: entry.integrity,
      copied: name in VENDORED,
      folder: join(nodeModules, path.slice("node_modules/".length)),
    }))
    .sort((a, b) => (a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1));
}

/** @param {readonly Part[]} parts */
function noticesOf(parts) {
  const blocks = parts.map(({ name, version, license, copied, folder }) => {
    const files = existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
          .sort()
      : [];
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
    const how = copied ? "files of it are part of this package" : "installed beside it by npm";
    const text = texts.length > 0 ? texts.join("\n\n") : "(its package holds no licence file)";
    return `${name} ${version}\nLicence: ${license || "see below"}; ${how}\n\n${text}`;
  });
  const head = "Kiln is under the MIT licence (LICENSE). What it is made with belongs to others, under these licences:";
  return `${[head, ...blocks].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/**
 * @param {{ name: string, version: string }} lock
 * @param {readonly Part[]} parts
 */
function billOf({ name, version }, parts) {
  const purl = (/** @type {{ name: string, version: string }} */ one) =>
    `pkg:npm/${one.name.replace(/^@/, "%40")}@${one.version}`;
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { type: "library", name, version, "bom-ref": purl({ name, version }), purl: purl({ name, version }) },
    },
    components: [...new Map(parts.map((part) => [purl(part), part])).values()].map((part) => ({
      type: "library",
      "bom-ref": purl(part),
      name: part.name,
      version: part.version,
      purl: purl(part),
      ...(part.license === "" ? {} : { licenses: [{ expression: part.license }] }),
      ...(part.integrity?.startsWith("sha512-") === true
        ? { hashes: [{ alg: "SHA-512", content: Buffer.from(part.integrity.slice(7), "base64").toString("hex") }] }
        : {}),
      properties: [{ name: "kiln:how", value: part.copied ? "copied into dist/vendor" : "dependency" }],
    })),
  };
}

/** @param {string} path */
function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
