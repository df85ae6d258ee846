import type { Tensor } from "@tensorflow/tfjs-node";
import { nodeName } from "./scope.js";
import type { TF } from "./tensorflow.js";

/** Tensors in records and lists, however deep. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree };

/** One tensor of a tree, and the way to it: "0/weights/kernel". */
export interface Leaf {
  readonly path: string;
  readonly tensor: Tensor;
}

/** The form of a tree without its tensors: names in order, and at the ends element type and shape. */
export type Form =
  | { readonly kind: "tensor"; readonly dtype: string; readonly shape: readonly number[] }
  | { readonly kind: "list" | "record"; readonly names: readonly string[]; readonly children: readonly Form[] };

/**
 * The tensors of a tree, in the order of its names. Paths are unique and valid node names.
 *
 * @throws TypeError naming the path of what is no tensor, record or list.
 */
export function leaves(tf: TF, tree: unknown, path: string): Leaf[] {
  const found: Leaf[] = [];
  const walk = (node: unknown, at: string): void => {
    if (node instanceof tf.Tensor) {
      found.push({ path: nodeName(at), tensor: node });
    } else {
      for (const [name, child] of Object.entries(branch(node, at))) walk(child, `${at}/${name}`);
    }
  };
  walk(tree, path);
  if (new Set(found.map((leaf) => leaf.path)).size < found.length) {
    throw new TypeError(`two names under ${path} differ only in characters that a node name cannot have`);
  }
  return found;
}

/**
 * The form of a tree.
 *
 * @throws TypeError naming the path of what is no tensor, record or list.
 */
export function formOf(tf: TF, tree: unknown, path: string): Form {
  if (tree instanceof tf.Tensor) return { kind: "tensor", dtype: tree.dtype, shape: [...tree.shape] };
  const entries = Object.entries(branch(tree, path));
  return {
    kind: Array.isArray(tree) ? "list" : "record",
    names: entries.map(([name]) => name),
    children: entries.map(([name, child]) => formOf(tf, child, `${path}/${name}`)),
  };
}

/**
 * Appends the tensors of a tree to `into`, in the form's order, whatever the tree's own. This is all that happens to
 * the arguments of a captured function at each call, so it makes no strings.
 *
 * @returns whether the tree has this form; if not, what was appended is of no use
 */
export function collect(tf: TF, form: Form, tree: unknown, into: Tensor[]): boolean {
  if (form.kind === "tensor") {
    if (!(tree instanceof tf.Tensor) || tree.dtype !== form.dtype || tree.shape.length !== form.shape.length)
      return false;
    for (let i = 0; i < form.shape.length; i++) if (tree.shape[i] !== form.shape[i]) return false;
    into.push(tree);
    return true;
  }
  if (typeof tree !== "object" || tree === null || tree instanceof tf.Tensor) return false;
  const { names, children } = form;
  if (Object.keys(tree).length !== names.length) return false;
  for (let i = 0; i < names.length; i++) {
    const child = children[i];
    const name = names[i];
    if (child === undefined || name === undefined) return false;
    if (!collect(tf, child, (tree as Readonly<Record<string, unknown>>)[name], into)) return false;
  }
  return true;
}

/** A tree of this form with the tensors that `next` gives, one after the other. */
export function build(form: Form, next: () => Tensor): unknown {
  if (form.kind === "tensor") return next();
  const children = form.children.map((child) => build(child, next));
  if (form.kind === "list") return children;
  return Object.fromEntries(form.names.map((name, i) => [name, children[i]]));
}

function branch(node: unknown, path: string): object {
  if (typeof node === "object" && node !== null) return node;
  throw new TypeError(`${path} is ${node === null ? "null" : `a ${typeof node}`}, not a tensor or a record of tensors`);
}
