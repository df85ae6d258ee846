/** Attributes of a graph-model's nodes: protobuf's JSON mapping, in which 64-bit integers are strings and bytes base64. */
import { z } from "zod";
import { elementTypeFromProto } from "../../trace/attributes.js";
import type { Attribute } from "../../trace/graph.js";

const number = z.union([z.number(), z.string()]).transform(Number);
const shape = z.object({ dim: z.array(z.object({ size: number })).optional() });

const attributeSchema = z.union([
  z.object({ i: number }).transform(({ i }): Attribute => ({ type: "int", value: i })),
  z.object({ f: number }).transform(({ f }): Attribute => ({ type: "float", value: f })),
  z.object({ b: z.boolean() }).transform(({ b }): Attribute => ({ type: "bool", value: b })),
  z.object({ s: z.string() }).transform(({ s }): Attribute => ({ type: "string", value: fromBase64(s) })),
  z
    .object({ type: z.string() })
    .transform(({ type }): Attribute => ({ type: "type", value: elementTypeFromProto(type) })),
  z.object({ shape }).transform(
    (found): Attribute => ({
      type: "shape",
      value: (found.shape.dim ?? []).map(({ size }) => size),
    }),
  ),
  z
    .object({ list: z.object({ i: z.array(number) }) })
    .transform(({ list }): Attribute => ({ type: "int", value: list.i })),
  z
    .object({ list: z.object({ f: z.array(number) }) })
    .transform(({ list }): Attribute => ({ type: "float", value: list.f })),
]);

/** What is known of a node's attributes; others (a constant's value, a list of nothing) are left out. */
export function readAttributes(attr: Readonly<Record<string, unknown>>): Record<string, Attribute> {
  const read: Record<string, Attribute> = {};
  for (const [name, value] of Object.entries(attr)) {
    const parsed = attributeSchema.safeParse(value);
    if (parsed.success) read[name] = parsed.data;
  }
  return read;
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}
