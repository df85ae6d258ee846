/** A request's body, whatever its type, as the value that an operation's schema is to check. */
import { InputError, messageOf } from "../../core/errors.js";
import { RequestError } from "../problem/request-error.js";
import { requestFromForm } from "./form-fields.js";
import { checkJsonBounds } from "./json-bounds.js";
import { readMultipart } from "./multipart.js";

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;
const FORM_TYPE = "multipart/form-data";
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * What a body is said to be: known before it is read.
 *
 * @throws RequestError 415 when it is nothing that can be read.
 */
export function bodyTypeOf(contentType: string | undefined, contentEncoding: string | undefined): "json" | "form" {
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== "identity") {
    throw new RequestError(415, "compressed bodies are not supported", { next: "Send it without Content-Encoding." });
  }
  if (contentType === "application/json") return "json";
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (JSON_TYPE.test(type)) return "json";
  if (type === FORM_TYPE) return "form";
  const got = contentType === undefined ? "the body has no Content-Type" : `the body is ${contentType.slice(0, 100)}`;
  throw new RequestError(
    415,
    got,
    { next: "Send application/json, or multipart/form-data for files." },
    { Accept: `application/json, ${FORM_TYPE}`, "Accept-Post": `application/json, ${FORM_TYPE}` },
  );
}

/**
 * Parses a body by its `Content-Type`: JSON, or a form (see `form-fields.ts`).
 *
 * @returns the value; of a form, a promise of it.
 * @throws RequestError 415 for another type; InputError when the body is not what the type says.
 */
export function parseBody(
  bytes: Buffer,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): unknown {
  if (bodyTypeOf(contentType, contentEncoding) === "json") return parseJson(bytes);
  return parseForm(bytes, contentType ?? "");
}

async function parseForm(bytes: Buffer, contentType: string): Promise<unknown> {
  return requestFromForm(await readMultipart(bytes, contentType));
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new InputError("the body is empty", { next: "Send a JSON object." });
  checkJsonBounds(bytes);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new InputError("the body is not UTF-8 text", { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = messageOf(cause);
    throw new InputError(`the body is not valid JSON: ${detail}`, { cause });
  }
}
