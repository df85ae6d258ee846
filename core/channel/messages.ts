/** What crosses a channel. Requests have numbers, and each gets one answer; what is told unasked has none. */
import type { CarriedError } from "../carried-error.js";

/** One kind of request: what is given with it, and what is answered. */
export interface Call {
  readonly given: object;
  readonly answer: unknown;
}

/** The kinds of request that one side answers, by name. An interface can be one: it needs no index signature. */
export type Calls<Own> = { readonly [Kind in keyof Own]: Call };

/** A request: its kind, and what is given with it. */
export type RequestOf<Own extends Calls<Own>, Kind extends keyof Own = keyof Own> = {
  readonly [One in Kind]: { readonly kind: One } & Own[One]["given"];
}[Kind];

/** A request on its way. */
export interface Asked {
  readonly id: number;
  readonly request: { readonly kind: string };
}

/** An answer on its way back, or news. */
export type Said =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: CarriedError }
  | { readonly news: unknown };
