/** A request's body, whatever its type, as the value that an operation's schema is to check. */
import { InputError, messageOf } from "../../core/errors.js";
import { RequestError } from "../problem/request-error.js";
import { MOST_FIELDS, requestFromForm } from "./form-fields.js";
import { checkJsonBounds } from "./json-bounds.js";

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;
const FORM_TYPE = "multipart/form-data";

/**
 * Parses a body by its `Content-Type`: JSON, or a form (see `form-fields.ts`).
 *
 * @throws RequestError 415 for another type; InputError when the body is not what the type says.
 */
export async function parseBody(
  bytes: Buffer,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): Promise<unknown> {
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== "identity") {
    throw new RequestError(415, "compressed bodies are not supported", { next: "Send it without Content-Encoding." });
  }
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (JSON_TYPE.test(type)) return parseJson(bytes);
  if (type === FORM_TYPE) return requestFromForm(await parseForm(bytes, contentType ?? ""));
  const got = contentType === undefined ? "the body has no Content-Type" : `the body is ${contentType.slice(0, 100)}`;
  throw new RequestError(
    415,
    got,
    { next: "Send application/json, or multipart/form-data for files." },
    { Accept: `application/json, ${FORM_TYPE}`, "Accept-Post": `application/json, ${FORM_TYPE}` },
  );
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new InputError("the body is empty", { next: "Send a JSON object." });
  checkJsonBounds(bytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
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

/** A form is counted before it is parsed: 70,000 fields cost the parser seconds (measured). */
function checkFormBounds(bytes: Buffer, contentType: string): void {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) return;
  const delimiter = Buffer.from(`--${boundary}`, "latin1");
  let parts = -1;
  for (let place = bytes.indexOf(delimiter); place !== -1; place = bytes.indexOf(delimiter, place + delimiter.length)) {
    parts += 1;
    if (parts > MOST_FIELDS) throw new InputError(`the form has more than ${MOST_FIELDS} fields`);
  }
}

async function parseForm(bytes: Buffer, contentType: string): Promise<FormData> {
  checkFormBounds(bytes, contentType);
  try {
    return await new Response(new Uint8Array(bytes), { headers: { "Content-Type": contentType } }).formData();
  } catch (cause) {
    throw new InputError("the body is not a valid form", {
      next: "Let your client build it (curl -F, FormData): the boundary in Content-Type must be the one in the body.",
      cause,
    });
  }
}
