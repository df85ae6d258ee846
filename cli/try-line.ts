/** One line to copy into a terminal for each model that is served: it is made from the model's own operation and works. */
import type { ModelRegistry } from "../core/definition.js";
import { operationsOf } from "../core/find-operations.js";
import type { Json } from "../core/json.js";
import type { Manifest } from "../core/manifest.js";
import type { Operation } from "../core/operation.js";

/** The example of an operation, as short as the version allows. */
export function exampleOf(operation: Operation, manifests: Readonly<Record<string, Manifest>>): Json {
  return operation.exampleFor?.(manifests) ?? operation.example;
}

/**
 * `curl` of the first operation of a served version, or null when it has none.
 *
 * @param url the server's address, without a slash at the end.
 */
export function curlLine(
  registry: ModelRegistry,
  url: string,
  model: string,
  manifests: Readonly<Record<string, Manifest>>,
): string | null {
  const [main] = Object.values(manifests);
  if (main === undefined) return null;
  const [first] = Object.entries(operationsOf(registry, manifests));
  if (first === undefined) return null;
  const [name, operation] = first;
  const body = quoted(JSON.stringify(exampleOf(operation, manifests)));
  // A picture would fill the terminal with its bytes: it goes into a file.
  const picture = operation.picture === true ? ` -H 'accept: image/png' -o ${model}.png` : "";
  return `curl -s ${url}/v1/${model}/${name} -H 'content-type: application/json'${picture} -d ${body}`;
}

/**
 * `kiln predict` of a version that was just published, on an example of its own: of its first operation where there are
 * several to choose from.
 *
 * @param operations by name, in the model's order.
 * @param there the options that name the repository, with a space before them.
 */
export function predictLine(model: string, operations: readonly string[], there: string): string {
  const asked = operations.length > 1 ? `${model} ${operations[0]}` : model;
  return `kiln predict ${asked} --example${there} > request.json && kiln predict ${asked} --input request.json${there}`;
}

/** `Try <model>` and its curl line for each model of a server. */
export async function tryLines(
  registry: ModelRegistry,
  repository: string,
  server: { url: string; models: readonly { name: string; version: number }[] },
): Promise<(readonly [string, string])[]> {
  const { openBundle } = await import("../store/open.js");
  const lines: (readonly [string, string])[] = [];
  for (const { name, version } of server.models) {
    const { graphs } = await openBundle(repository, name, version);
    const manifests = Object.fromEntries(Object.entries(graphs).map(([graph, { manifest }]) => [graph, manifest]));
    const line = curlLine(registry, server.url, name, manifests);
    if (line !== null) lines.push([`Try ${name}`, line]);
  }
  return lines;
}

/** A word for a POSIX shell: nothing in it means anything but itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
