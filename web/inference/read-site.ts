/** The list of models of the page's site. */
import { UnavailableError } from "../../core/errors.js";
import { parseAs } from "../../core/json.js";
import { type Site, siteFiles, siteSchema } from "../../core/site.js";

/**
 * Which models there are.
 *
 * @throws UnavailableError when the list cannot be had; InputError when it is none.
 */
export async function readSite(): Promise<Site> {
  const address = new URL(siteFiles.index, document.baseURI).href;
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw new UnavailableError("the list of models cannot be reached", { where: { file: address }, cause });
  }
  if (!response.ok) {
    throw new UnavailableError(`the list of models cannot be had: the server answered ${response.status}`, {
      where: { file: address },
    });
  }
  return parseAs(siteSchema, await response.json(), siteFiles.index);
}
