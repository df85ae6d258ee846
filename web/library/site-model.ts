/** The model behind an address: `https://ml.example.org/models/leaves`. */
import { InputError, NotFoundError, UnavailableError, UsageError } from "../../core/errors.js";
import type { SiteModel } from "../../core/site.js";

/** A model of a site. */
export interface Addressed {
  /** Address that the site's files are relative to. */
  readonly base: string;
  readonly model: SiteModel;
}

/**
 * Reads the list of the models of a site. The worker checks every file of the model by its SHA-256 and its schema; here a
 * look at what is used must do, since a schema library is most of what a page would have to load.
 *
 * @param url of a model: the site's address, `models/` and its name.
 * @throws UsageError when the address has another form; UnavailableError when the list cannot be had; InputError when it is
 * none; NotFoundError when it lacks the model.
 */
export async function siteModel(url: string | URL, signal?: AbortSignal): Promise<Addressed> {
  const address = new URL(url, globalThis.location?.href);
  const [, root, name] = /^(.*\/)models\/([a-z][a-z0-9_-]*)\/?$/.exec(address.pathname) ?? [];
  if (root === undefined || name === undefined) {
    throw new UsageError(`"${address.href}" is not the address of a model`, {
      next: 'Write it as "https://ml.example.org/models/leaves".',
    });
  }
  const base = new URL(root, address).href;
  const index = new URL("models/index.json", base).href;
  const site = (await read(index, signal)) as { formatVersion?: unknown; models?: unknown };
  if (site.formatVersion !== 1 || !Array.isArray(site.models)) {
    throw new InputError("this is no list of models that this version of kilnjs/web reads", { where: { file: index } });
  }
  const model = (site.models as SiteModel[]).find((one) => one?.name === name);
  if (model === undefined) {
    const names = (site.models as SiteModel[]).map((one) => one?.name).join(", ");
    throw new NotFoundError(`there is no model "${name}" at ${base}`, { next: `The models there are: ${names}.` });
  }
  return { base, model };
}

async function read(address: string, signal: AbortSignal | undefined): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, signal === undefined ? {} : { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new UnavailableError("the list of models cannot be reached", {
      where: { file: address },
      next: "Is the address right, and does its server allow pages of this origin (CORS)?",
      cause,
    });
  }
  if (!response.ok) {
    throw new UnavailableError(`the server answered ${response.status}`, { where: { file: address } });
  }
  try {
    return await response.json();
  } catch (cause) {
    throw new InputError("this is no JSON: is there a Kiln server, or a site that it wrote?", {
      where: { file: address },
      cause,
    });
  }
}
