/** The latent numbers that a run kept: `latents/` of a training that has such. */
import { join } from "node:path";
import { InputError } from "../../../core/errors.js";
import { decodeLatents, type KeptLatents, latentFiles } from "../../run/latents.js";
import { readBytes, readNames } from "./read-text.js";

/** What was kept, as far as it can be read. */
export interface RunLatents {
  /** After each epoch, oldest first. */
  readonly epochs: readonly KeptLatents[];
  /** With the best weights; null until the run is finished. */
  readonly final: KeptLatents | null;
  /** Small pictures of `final` as one PNG, in the order of its rows; null when it is missing. */
  readonly sprite: string | null;
}

/** Reads the folder; a file that is damaged is left out and told of in `notes`. */
export function readLatents(run: string, notes: string[]): RunLatents {
  const folder = join(run, latentFiles.folder);
  const files = readNames(run, latentFiles.folder, notes);
  const epochs = files.filter((name) => /^epoch-\d+\.safetensors$/.test(name));
  const read = (name: string): KeptLatents[] => {
    try {
      const bytes = readBytes(run, join(latentFiles.folder, name), notes);
      return bytes === null ? [] : [decodeLatents(bytes, name)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      notes.push(`${latentFiles.folder}/${name} is damaged: left out`);
      return [];
    }
  };
  const [final = null] = files.filter((name) => name === `${latentFiles.final}${latentFiles.ending}`).flatMap(read);
  return {
    epochs: epochs.flatMap(read),
    final,
    sprite: files.includes(latentFiles.sprite) ? join(folder, latentFiles.sprite) : null,
  };
}
