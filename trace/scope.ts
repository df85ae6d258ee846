/**
 * Names for parts of a function. A recorded node carries the scopes that were open, so that a graph can be read and
 * an error can say which layer, which step.
 */

let open: string[] = [];

/**
 * Runs `fn` with `name` as the innermost scope. Costs next to nothing when nothing is recorded.
 *
 * @param name letters, digits, `_`, `-` and `.`; anything else becomes `_`, since TensorFlow's node names allow no more
 */
export function scope<Result>(name: string, fn: () => Result): Result {
  const outside = open;
  open = [...outside, nodeNamePart(name)];
  try {
    return fn();
  } finally {
    open = outside;
  }
}

/**
 * Makes `path` the innermost scopes from here on, until the next call or the end of the scope around: for whoever runs through
 * a list of named operations and cannot put a function around each.
 */
export function moveScope(path: string): void {
  open = nodeName(path).split("/");
}

/** The open scopes, outermost first, joined with `/`; empty outside of any. */
export function currentScope(): string {
  return open.join("/");
}

/** Makes a part of a node name out of any text (no slash). */
function nodeNamePart(text: string): string {
  return nodeName(text.replaceAll("/", "_"));
}

/** Makes a valid TensorFlow node name (`[A-Za-z0-9.][A-Za-z0-9_.\\/-]*`) out of any text. */
export function nodeName(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9_./-]/g, "_");
  return /^[A-Za-z0-9.]/.test(safe) ? safe : `x${safe}`;
}

/** Hands out names that have not been used yet: `Add`, `Add_1`, `Add_2`, … */
export class UniqueNames {
  readonly #next = new Map<string, number>();

  /** A new name, `wanted` itself where it is free. */
  take(wanted: string): string {
    let name = wanted;
    let count = this.#next.get(wanted) ?? 0;
    while (this.#next.has(name)) {
      count += 1;
      name = `${wanted}_${count}`;
    }
    this.#next.set(wanted, count);
    if (name !== wanted) this.#next.set(name, 0);
    return name;
  }
}
