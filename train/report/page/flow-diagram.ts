/** How data flow through a graph, drawn: boxes in ranks from top to bottom, branches side by side (layout by dagre). */
import { Graph, layout } from "@dagrejs/dagre";
import { sizes, widthOf } from "../../../charts/text.js";
import type { FlowRecord } from "../read/record.js";
import { escapeHtml } from "./html.js";

type Box = FlowRecord["boxes"][number];
type Point = { readonly x: number; readonly y: number };

const LINE = 17;
const PADDING = 14;
const MARGIN = 3;

/**
 * An SVG element.
 *
 * @param weights what stands in a box beside its name, by the path of its layer: the shape of its kernel.
 */
export function flowDiagram(flow: FlowRecord, weights: ReadonlyMap<string, string>, label: string): string {
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 30, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of flow.boxes) {
    const lines = wordsOf(box, weights);
    const width = Math.ceil(Math.max(...lines.map((line) => widthOf(line, sizes.label)))) + 2 * PADDING;
    graph.setNode(box.id, { width: Math.max(90, width), height: lines.length * LINE + PADDING });
  }
  for (const { from, to } of flow.edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const lines = flow.edges.map(({ from, to, back }) => lineOf(graph.edge(from, to).points ?? [], back));
  const boxes = flow.boxes.map((box) => boxOf(box, wordsOf(box, weights), graph.node(box.id)));
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" role="img" aria-label="${escapeHtml(`${label}. ${inWords(flow)}`)}">${lines.join("")}${boxes.join("")}</svg>`;
}

/** Name, weights, and the shape of what leaves the box. */
function wordsOf({ kind, name, shape }: Box, weights: ReadonlyMap<string, string>): string[] {
  if (kind === "input" || kind === "output") return [name, times(shape)];
  const kernel = weights.get(name);
  return [name === "" ? "weights" : name, `${kernel === undefined ? "" : `${kernel} `}→ ${times(shape)}`];
}

function boxOf(box: Box, words: readonly string[], place: { x?: number; y?: number; width: number; height: number }) {
  const { x = 0, y = 0, width, height } = place;
  const tensor = box.kind === "input" || box.kind === "output";
  const dashes = box.kind === "scope" ? ' stroke-dasharray="5 3"' : "";
  const top = y - (words.length * LINE) / 2 + 13;
  const lines = words.map(
    (line, i) =>
      `<text x="${round(x)}" y="${round(top + i * LINE)}" text-anchor="middle" fill="currentColor" font-size="${i === 0 ? 13 : 12}"${i === 0 ? ' font-weight="600"' : ' opacity="0.75"'}>${escapeHtml(line)}</text>`,
  );
  return `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="${tensor ? round(height / 2) : 5}" fill="none" stroke="currentColor"${dashes}/>${lines.join("")}`;
}

/** A line with an arrow at its end, bent smoothly through the layout's points. */
function lineOf(points: readonly Point[], back: boolean): string {
  const [first, ...rest] = points;
  const end = rest.at(-1);
  const before = rest.at(-2) ?? first;
  if (first === undefined || end === undefined || before === undefined) return "";
  let path = `M${round(first.x)},${round(first.y)}`;
  for (const [i, point] of rest.entries()) {
    const next = rest[i + 1];
    if (next === undefined) path += `L${round(point.x)},${round(point.y)}`;
    else
      path += `Q${round(point.x)},${round(point.y)} ${round((point.x + next.x) / 2)},${round((point.y + next.y) / 2)}`;
  }
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  const dashes = back ? ' stroke-dasharray="4 4"' : "";
  return `<path d="${path}" fill="none" stroke="currentColor" opacity="0.7"${dashes}/><path d="M-7,-4L0,0L-7,4" transform="translate(${round(end.x)} ${round(end.y)}) rotate(${round(angle)})" fill="none" stroke="currentColor"/>`;
}

/** The same for those who do not see it: who follows whom. */
function inWords({ boxes, edges }: FlowRecord): string {
  const nameOf = new Map(boxes.map(({ id, kind, name }) => [id, kind === "output" ? `output ${name}` : name]));
  const lines = boxes.flatMap(({ id, name }) => {
    const to = edges.filter(({ from }) => from === id).map((edge) => nameOf.get(edge.to) ?? edge.to);
    return to.length === 0 ? [] : [`${name} to ${to.join(" and ")}`];
  });
  return `${lines.join("; ")}.`;
}

function times(shape: readonly (number | null)[]): string {
  return shape.map((side) => (side === null ? "?" : side)).join("×");
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
