/** The files of a folder and all folders in it: links followed once, hidden ones left out, in the order of their names. */
import { promises as fs, type Stats } from "node:fs";
import { basename, extname, join } from "node:path";
import { InputError } from "../../../core/errors.js";
import { compareBytes } from "./byte-order.js";
import { systemReason } from "./reasons.js";

/** A file that is not taken, and why. `name` is its path below the folder, with `/`. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** A file that may be a picture. */
export interface FoundFile {
  /** Path below the folder, with `/` on every system. */
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What is in a folder. */
export interface Found {
  /** In the byte order of their names in UTF-8: the same on every machine, whatever its language. */
  readonly files: readonly FoundFile[];
  readonly skipped: readonly Skipped[];
  readonly hidden: number;
}

/** File name endings that are tried; so is a name without an ending. Whether it is a picture, its content says. */
const ENDINGS = new Set(
  (
    ".jpg .jpeg .jpe .jfif .png .apng .webp .gif .tif .tiff .avif .svg .svgz " +
    // Not read, but named: whoever has them wants to know why they are missing.
    ".heic .heif .hif .bmp .dib .ico .cur .jxl .jp2 .j2k .jpf .jpx .jxr .wdp .psd .psb .pdf .eps .ppm .pgm .pbm .pnm .pam " +
    ".tga .exr .hdr .xcf .qoi .dds .djvu .emf .wmf " +
    ".raw .dng .cr2 .cr3 .crw .nef .nrw .arw .srf .sr2 .orf .rw2 .raf .pef .srw .x3f .mrw .3fr .erf .kdc .iiq"
  ).split(" "),
);

/**
 * Looks through a folder.
 *
 * @param own names of files that belong beside the pictures, and are not worth a word.
 * @throws InputError when there is no such folder, or it is a file.
 */
export async function findFiles(root: string, own: readonly string[] = []): Promise<Found> {
  const walk = new Walk(root, new Set(own));
  await walk.start();
  return walk.result();
}

class Walk {
  readonly #root: string;
  readonly #own: ReadonlySet<string>;
  readonly #files: FoundFile[] = [];
  readonly #skipped: Skipped[] = [];
  /** Real paths of the folders seen, so that a link to one of them is not followed again. */
  readonly #seen = new Map<string, string>();
  #hidden = 0;

  constructor(root: string, own: ReadonlySet<string>) {
    this.#root = root;
    this.#own = own;
  }

  async start(): Promise<void> {
    let stats: Stats;
    try {
      stats = await fs.stat(this.#root);
    } catch (cause) {
      throw new InputError(`no folder of pictures: ${systemReason(cause)}`, { where: { file: this.#root }, cause });
    }
    if (!stats.isDirectory()) {
      throw new InputError("a file, not a folder of pictures", {
        where: { file: this.#root },
        next: "Give the folder that the pictures are in.",
      });
    }
    await this.#folder("");
  }

  result(): Found {
    const files = this.#files.sort((a, b) => compareBytes(a.name, b.name));
    const skipped = this.#skipped.sort((a, b) => compareBytes(a.name, b.name));
    return { files, skipped, hidden: this.#hidden };
  }

  async #folder(folder: string): Promise<void> {
    const path = join(this.#root, folder);
    const later: string[] = [];
    try {
      const real = await fs.realpath(path);
      const before = this.#seen.get(real);
      if (before !== undefined) {
        this.#skip(folder, `the same folder as ${before === "" ? "the outermost one" : before}, which is read already`);
        return;
      }
      this.#seen.set(real, folder);
      // Entry by entry: a list of a hundred thousand of them is memory that is never given back.
      for await (const entry of await fs.opendir(path, { bufferSize: 256 })) {
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (isHidden(entry.name)) this.#hidden += 1;
        else if (entry.isFile()) await this.#file(name);
        else later.push(name);
      }
    } catch (error) {
      this.#skip(folder === "" ? "." : folder, systemReason(error));
      return;
    }
    // Folders and links in order: which of two links to one folder is followed must not depend on the disk.
    for (const name of later.sort(compareBytes)) await this.#other(name);
  }

  /** A folder, a link, or something that is no file at all. */
  async #other(name: string): Promise<void> {
    const stats = await this.#stat(name);
    if (stats?.isDirectory()) await this.#folder(name);
    else if (stats?.isFile()) await this.#file(name);
    else if (stats !== undefined) this.#skip(name, "not a file (a pipe, a socket or a device)");
  }

  async #file(name: string): Promise<void> {
    const ending = extname(name).toLowerCase();
    if (ending !== "" && !ENDINGS.has(ending)) {
      if (!this.#own.has(basename(name))) this.#skip(name, `another kind of file (${ending})`);
      return;
    }
    const stats = await this.#stat(name);
    if (stats !== undefined) this.#files.push({ name, bytes: stats.size, modified: stats.mtimeMs });
  }

  async #stat(name: string): Promise<Stats | undefined> {
    try {
      return await fs.stat(join(this.#root, name));
    } catch (error) {
      this.#skip(name, systemReason(error));
      return undefined;
    }
  }

  #skip(name: string, reason: string): void {
    this.#skipped.push({ name, reason });
  }
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__MACOSX" || name === "Thumbs.db";
}
