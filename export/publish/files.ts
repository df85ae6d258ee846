/** Writing so that it is on the disk before anybody is told of it. */
import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes a file and waits until the disk has it. */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file in one step: readers see the old one or the new one. `temporary` is a name in the same file system. */
export async function replaceFile(file: string, content: string, temporary: string): Promise<void> {
  await writeDurably(temporary, content);
  await rename(temporary, file);
  await syncFolder(dirname(file));
}

/** Makes a folder with files in it. */
export async function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeDurably(join(folder, name), content);
  await syncFolder(folder);
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
