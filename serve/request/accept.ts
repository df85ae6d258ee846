/** Which format an answer gets, by the client's `Accept`. */
import Negotiator from "negotiator";
import type { PictureFormat } from "../../core/operation.js";
import { RequestError } from "../problem/request-error.js";

/** Media types of pictures, by format. */
export const pictureTypes = { png: "image/png", webp: "image/webp" } as const satisfies Record<PictureFormat, string>;

/** Media types that an answer of an operation can have. */
export type AnswerType = "application/json" | (typeof pictureTypes)[PictureFormat];

const picturesFirst: AnswerType[] = [pictureTypes.png, pictureTypes.webp, "application/json"];

/**
 * The type that the client likes best. Where it likes several equally (no `Accept`, or any type), a picture operation
 * answers with a PNG and every other one with JSON.
 *
 * @param offers what there is, the server's favourite first.
 * @throws RequestError 406 when nothing on offer is acceptable.
 */
export function chooseType(accept: string | undefined, offers: readonly AnswerType[]): AnswerType {
  return chooseMediaType(accept, offers);
}

/**
 * The same for any media types.
 *
 * @throws RequestError 406 when nothing on offer is acceptable.
 */
export function chooseMediaType<Type extends string>(accept: string | undefined, offers: readonly Type[]): Type {
  // What most programs send.
  const [favourite] = offers;
  if (favourite !== undefined && (accept === undefined || accept === "*/*" || accept === favourite)) return favourite;
  const chosen = new Negotiator({ headers: { accept } }).mediaType([...offers]);
  const found = offers.find((offer) => offer === chosen);
  if (found !== undefined) return found;
  throw new RequestError(406, `there is no answer as ${accept?.slice(0, 100)}`, {
    next: `Accept one of ${offers.join(", ")}.`,
  });
}

/** What an operation offers. */
export function offersOf(operation: { readonly picture?: boolean }): readonly AnswerType[] {
  return operation.picture === true ? picturesFirst : ["application/json"];
}

/** The picture format of a media type; undefined for JSON. */
export function formatOf(type: AnswerType): PictureFormat | undefined {
  if (type === "application/json") return undefined;
  return type === "image/png" ? "png" : "webp";
}
