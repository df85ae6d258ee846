/** Where many machines keep what they make together: named pieces of bytes, in a shared folder or an S3-compatible store. */
import { UsageError } from "../../../core/errors.js";

/**
 * A store. Keys are paths with `/`. A piece is there whole or not at all, whoever is killed while writing it.
 * Every method throws UnavailableError when the store cannot be reached, is full, or refuses.
 */
export interface Blobs {
  /** As it was given, for messages. */
  readonly place: string;
  /** Writes, over what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Writes unless there is one already; of several writers at once exactly one gets true. */
  putNew(key: string, bytes: Uint8Array): Promise<boolean>;
  /** The bytes, or null. */
  get(key: string): Promise<Uint8Array | null>;
  /** All keys that start so. */
  list(prefix: string): Promise<string[]>;
  /** Those that are not there are passed over. */
  remove(keys: readonly string[]): Promise<void>;
}

/**
 * Opens a store: `s3://bucket/prefix`, or a folder, which is made when it does not exist.
 *
 * @param env where the S3 client's endpoint, region and credentials come from.
 * @throws UsageError for an address of another kind.
 */
export async function openBlobs(
  place: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Blobs> {
  const scheme = /^([a-z0-9+.-]+):\/\//i.exec(place)?.[1];
  if (scheme === undefined) {
    const { FolderBlobs } = await import("./folder-blobs.js");
    return FolderBlobs.open(place);
  }
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(place) ?? [];
  if (bucket === undefined) {
    throw new UsageError(`"${place}" is no place for artefacts`, {
      where: { field: "--artefacts" },
      next: "Give a folder that all machines see, or s3://bucket/prefix.",
    });
  }
  const { S3Blobs } = await import("./s3-blobs.js");
  return new S3Blobs(place, bucket, prefix.replace(/\/+$/, ""), env);
}
