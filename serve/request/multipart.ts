/**
 * Forms (RFC 7578), read by @fastify/busboy: the parser of the fastify project, typed, without dependencies, with a bound
 * on every part of a form. Node's own `Response.formData()` takes the boundary's letters for its end wherever they stand
 * in a file: with the boundary "Q" most uploads broke.
 */
import { Busboy } from "@fastify/busboy";
import { InputError } from "../../core/errors.js";

/** Parts that one form may have. */
export const MOST_PARTS = 1000;
/** Bytes of a field's name; one more is looked at, to tell that it is too long. */
const LONGEST_NAME = 1000;

/** A file in a form. */
export interface FormFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** A field of a form: its name, and its text or its file. */
export type FormEntry = readonly [name: string, value: string | FormFile];

/**
 * Reads a form.
 *
 * @throws InputError when it is none, is not whole, or has too many parts.
 */
export async function readMultipart(bytes: Buffer, contentType: string): Promise<FormEntry[]> {
  if (!/;\s*boundary=/i.test(contentType)) throw notAForm(new Error("Content-Type names no boundary"));
  const entries: FormEntry[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = new Busboy({
        headers: { "content-type": contentType },
        // A text with a type of its own (curl's ";type=application/json") is no file: a file has a name.
        isPartAFile: (_name, _type, fileName) => fileName !== undefined,
        limits: {
          parts: MOST_PARTS,
          fieldNameSize: LONGEST_NAME + 1,
          fieldSize: bytes.length + 1,
          headerPairs: 20,
          headerSize: 16_384,
        },
      });
      // A part without a name has none here either, whatever the types say.
      const named = (name: string | undefined) => name ?? "";
      parser.on("field", (name: string | undefined, value: string) => void entries.push([named(name), value]));
      parser.on("file", (name, stream, _fileName, _encoding, type) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("error", reject);
        stream.on("end", () => entries.push([named(name), { type, bytes: Buffer.concat(chunks) }]));
      });
      parser.on("partsLimit", () => reject(new InputError(`the form has more than ${MOST_PARTS} fields`)));
      parser.on("error", reject);
      parser.on("finish", () => resolve());
      parser.end(bytes);
    });
  } catch (cause) {
    throw cause instanceof InputError ? cause : notAForm(cause);
  }
  return entries;
}

function notAForm(cause: unknown): InputError {
  return new InputError("the body is not a valid form", {
    next: "Let your client build it (curl -F, FormData): the boundary in Content-Type must be the one in the body.",
    cause,
  });
}
