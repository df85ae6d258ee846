/** What the routes of one server share. */
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { UnavailableError } from "../core/errors.js";
import type { Admission } from "./admission.js";
import type { Catalog } from "./catalog/catalog.js";
import type { Generation } from "./catalog/generation.js";
import type { ResolvedOptions } from "./options.js";
import type { PictureWorkshop } from "./pictures/picture-workshop.js";
import type { BodyBounds } from "./request/body.js";
import type { Client } from "./request/deadline.js";

export interface ServerState {
  readonly options: ResolvedOptions;
  readonly catalog: Catalog;
  readonly pictures: PictureWorkshop;
  readonly bodies: BodyBounds;
  readonly admission: Admission;
  /** `starting` until the models are loaded, `draining` from the first signal on. */
  phase: "starting" | "serving" | "draining";
}

/** Hono's environment: Node's own request and response, and what middleware leaves for routes and logs. */
export interface ServerEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** `parcel@3`, once it is known which model answers. */
    servedBy?: string;
  };
}

/** What tells that the client of a request has left. */
export function clientOf(c: Context<ServerEnv>): Client {
  return c.env?.outgoing ?? c.req.raw.signal;
}

/** A header of the request, by its name in small letters; Node has them parsed already. */
export function headerOf(
  c: Context<ServerEnv>,
  name: "accept" | "content-type" | "content-encoding" | "x-request-id",
): string | undefined {
  const incoming = c.env?.incoming;
  if (incoming === undefined) return c.req.header(name);
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** @throws UnavailableError while the first models are being loaded. */
export function currentGeneration(state: ServerState): Generation {
  const { current } = state.catalog;
  if (current === undefined) throw new UnavailableError("the models are still being loaded");
  return current;
}
