import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chooseWheel } from "../../../tools/setup/steps/tensorflow-wheel.mjs";
import { unzip, zipEntries } from "../../../tools/setup/unzip.mjs";
import { scratchFolder } from "./scratch.js";

/** A zip file as a wheel is one: stored and deflated entries, local headers with an extra field of another length. */
function zipOf(entries: Readonly<Record<string, { text: string; stored?: boolean; size?: number }>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { text, stored = false, size = text.length }] of Object.entries(entries)) {
    const packed = stored ? Buffer.from(text) : deflateRawSync(text);
    const extra = Buffer.alloc(8);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(typeof crc32 === "function" ? crc32(text) : 0, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), extra, packed);
    offset += local.length + name.length + extra.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

function written(zip: Buffer): string {
  const path = join(scratchFolder(), "x.zip");
  writeFileSync(path, zip);
  return path;
}

describe("a wheel", () => {
  it("gives the files that are asked for, stored or deflated, and no others", async () => {
    const text = "a library ".repeat(1000);
    const path = written(
      zipOf({ "a/lib.so.2": { text }, "a/plain.h": { text: "x", stored: true }, "a/big.py": { text } }),
    );
    expect((await zipEntries(path)).map(({ name }) => name)).toEqual(["a/lib.so.2", "a/plain.h", "a/big.py"]);
    const out = scratchFolder();
    expect(await unzip(path, out, (name) => !name.endsWith(".py"))).toEqual({
      "a/lib.so.2": text.length,
      "a/plain.h": 1,
    });
    expect(readFileSync(join(out, "a", "lib.so.2"), "utf8")).toBe(text);
    expect(readFileSync(join(out, "a", "plain.h"), "utf8")).toBe("x");
  });

  it.each([
    ["no zip file", Buffer.from("<html>blocked</html>"), "is no zip file"],
    ["a cut one", zipOf({ a: { text: "b" } }).subarray(-40), "damaged"],
    ["one that leads out", zipOf({ "../../.bashrc": { text: "rm" } }), "leads out of it"],
    ["one of another size", zipOf({ a: { text: "abc", size: 4 } }), "has 3 bytes instead of 4"],
  ])("that is %s is refused", async (_, zip, message) => {
    await expect(unzip(written(zip), scratchFolder(), () => true)).rejects.toThrow(message);
  });

  it("is the one of the machine, and one that is pinned", () => {
    const [one, two] = ["a".repeat(64), "b".repeat(64)];
    const file = (tag: string, sha256: string) => ({ filename: `t-2-${tag}.whl`, url: `u/${tag}`, hashes: { sha256 } });
    const files = [
      file("cp311-manylinux_2_27_x86_64", "c".repeat(64)),
      file("cp312-manylinux_2_27_x86_64", one),
      file("cp312-manylinux_2_27_aarch64", two),
    ];
    const requirements = `tensorflow==2 \\\n    --hash=sha256:${one} \\\n    --hash=sha256:${two}\n`;
    const wheelFor = (platform: string, arch: string) => chooseWheel(files, requirements, { platform, arch })?.url;
    expect(wheelFor("linux", "x64")).toBe("u/cp312-manylinux_2_27_x86_64");
    expect(wheelFor("linux", "arm64")).toBe("u/cp312-manylinux_2_27_aarch64");
    expect(wheelFor("win32", "x64")).toBeUndefined();
  });
});
