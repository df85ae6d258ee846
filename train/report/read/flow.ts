/** How data flow through a run's graphs: `network.json`, which training writes at its end. */
import { z } from "zod";
import { readText } from "./read-text.js";
import type { FlowRecord } from "./record.js";

const FILE = "network.json";

const networkSchema = z.object({
  formatVersion: z.literal(1),
  graphs: z.array(
    z.object({
      name: z.string(),
      boxes: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(["input", "layer", "scope", "output"]),
          name: z.string(),
          shape: z.array(z.number().nullable()),
        }),
      ),
      edges: z.array(z.object({ from: z.string(), to: z.string(), back: z.boolean() })),
    }),
  ),
});

/** Flows by the names of their graphs; none before the end of a training, or with a note where the file is damaged. */
export function readFlows(run: string, notes: string[]): ReadonlyMap<string, FlowRecord> {
  const text = readText(run, FILE, notes);
  if (text === null) return new Map();
  try {
    const { graphs } = networkSchema.parse(JSON.parse(text));
    return new Map(graphs.map((graph) => [graph.name, whole(graph)]));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    notes.push(`${FILE} is damaged, or of another version: left out`);
    return new Map();
  }
}

/** Lines to boxes that are not there could not be drawn. */
function whole({ boxes, edges }: FlowRecord): FlowRecord {
  const ids = new Set(boxes.map(({ id }) => id));
  return { boxes, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}
