/** A store in a bucket of S3, or of anything that speaks its protocol (MinIO, Ceph, R2, …). */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { UnavailableError } from "../../../core/errors.js";
import type { Blobs } from "./blobs.js";

export class S3Blobs implements Blobs {
  readonly place: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  /** @param env `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, …: the client reads them as all of AWS's tools do. */
  constructor(place: string, bucket: string, prefix: string, env: Readonly<Record<string, string | undefined>>) {
    this.place = place;
    this.#bucket = bucket;
    this.#prefix = prefix === "" ? "" : `${prefix}/`;
    const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
    this.#client = new S3Client({
      // Stores of one's own rarely have a DNS name for each bucket, and seldom a region.
      ...(endpoint === undefined
        ? {}
        : { endpoint, forcePathStyle: true, region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "us-east-1" }),
      // Each file's SHA-256 is in its manifest; the client's own trailing checksums are not known to every store.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#doing("written", () => this.#client.send(new PutObjectCommand({ ...this.#at(key), Body: bytes })));
  }

  /** By a conditional write (`If-None-Match: *`). A store that does not know it looks first, and then writes. */
  async putNew(key: string, bytes: Uint8Array): Promise<boolean> {
    return await this.#doing("written", async () => {
      const there = await unlessStatus([404], () => this.#client.send(new HeadObjectCommand(this.#at(key))));
      if (there !== null) return false;
      const object = { ...this.#at(key), Body: bytes };
      try {
        const condition = { ...object, IfNoneMatch: "*" };
        // 412: another was first. 409: another is writing just now, and one of the two will be there.
        return (await unlessStatus([409, 412], () => this.#client.send(new PutObjectCommand(condition)))) !== null;
      } catch (error) {
        if (statusOf(error) !== 501) throw error;
        await this.#client.send(new PutObjectCommand(object));
        return true;
      }
    });
  }

  async get(key: string): Promise<Uint8Array | null> {
    return await this.#doing("read", async () => {
      const found = await unlessStatus([404], () => this.#client.send(new GetObjectCommand(this.#at(key))));
      return found?.Body === undefined ? null : await found.Body.transformToByteArray();
    });
  }

  async list(prefix: string): Promise<string[]> {
    return await this.#doing("read", async () => {
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await this.#client.send(
          new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix + prefix, ContinuationToken }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key.slice(this.#prefix.length));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return keys;
    });
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.#doing("removed", async () => {
      for (const key of keys) await this.#client.send(new DeleteObjectCommand(this.#at(key)));
    });
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }

  async #doing<Result>(what: string, action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (cause) {
      const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new UnavailableError(`artefacts cannot be ${what}: ${message}`, {
        where: { file: this.place },
        next: "The bucket must exist; AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY say how to reach it.",
        cause,
      });
    }
  }
}

/** What `action` gives, or null when the store answers with one of `statuses`. A missing bucket is no missing key. */
async function unlessStatus<Result>(
  statuses: readonly number[],
  action: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await action();
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || !statuses.includes(status)) throw error;
    if (error instanceof Error && error.name === "NoSuchBucket") throw error;
    return null;
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
