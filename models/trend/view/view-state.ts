/** What of the view is in the address: the country, the order and the search. A visitor's own table never is. */
import type { DatedResult } from "../resources/latest-results.js";

/** Orders of the list. */
export const orders = ["rising", "falling", "name"] as const;

export type Order = (typeof orders)[number];

export interface ViewState {
  /** An ISO code, or the name of one without a code; empty for the first of the list. */
  readonly country: string;
  readonly order: Order;
  readonly find: string;
}

/** Reads it; what makes no sense is as if it were not there. */
export function readState(query: URLSearchParams): ViewState {
  return {
    country: query.get("country") ?? "",
    order: orders.find((one) => one === query.get("sort")) ?? "rising",
    find: query.get("find") ?? "",
  };
}

/** Writes changes; what is as it would be anyway is left out. */
export function writeState(query: URLSearchParams, change: Partial<ViewState>): URLSearchParams {
  const { country, order, find } = { ...readState(query), ...change };
  const next = new URLSearchParams(query);
  const set = (key: string, value: string): void => {
    if (value === "") next.delete(key);
    else next.set(key, value);
  };
  set("country", country);
  set("sort", order === "rising" ? "" : order);
  set("find", find);
  return next;
}

/** How a country is written in the address. Two series of one code are told apart by their names. */
export function keyOf(result: DatedResult, results: readonly DatedResult[]): string {
  const { iso, name } = result;
  return iso !== null && results.find((one) => one.iso === iso) === result ? iso : name;
}

/** The country that a key means. */
export function resultOf(key: string, results: readonly DatedResult[]): DatedResult | undefined {
  return results.find(({ iso }) => iso === key) ?? results.find(({ name }) => name === key);
}

/** Results in an order. */
export function ordered(
  results: readonly DatedResult[],
  order: Order,
  name: (result: DatedResult) => string,
  language: string,
): DatedResult[] {
  const { compare } = new Intl.Collator(language);
  const byName = (a: DatedResult, b: DatedResult): number => compare(name(a), name(b));
  if (order === "name") return [...results].sort(byName);
  const sign = order === "falling" ? -1 : 1;
  // Those without a case neither rise nor fall: they come last in both orders.
  const rank = ({ probability }: DatedResult): number => (probability === null ? 2 : -sign * probability);
  return [...results].sort((a, b) => rank(a) - rank(b) || byName(a, b));
}
