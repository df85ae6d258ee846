/** A square matrix in colours: correlations of many countries, ordered so that those that go together stand together. */
import { classLegend, LEGEND_HEIGHT } from "./class-legend.js";
import { clusterOrder } from "./clustering.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { groupLegend, groupStrip, STRIP } from "./group-strip.js";
import { hatchFill, hatchPattern } from "./hatch.js";
import { type ClassScale, classOf, correlationScale } from "./scales.js";
import { coordinate, element, group, type Markup } from "./svg.js";
import { shorten, sizes, text, widthOf } from "./text.js";

/** A heatmap of a symmetric matrix. */
export interface HeatmapOptions extends FigureOptions {
  /** Names of the rows, which are those of the columns. */
  readonly names: readonly string[];
  /** Row-major, `names.length` squared; NaN where there is no value. */
  readonly matrix: ArrayLike<number>;
  /** Rows in the order to draw; default: by clustering on 1 - value. */
  readonly order?: readonly number[];
  /** A group of each row, such as its region: drawn as a strip beside the rows. At most seven are told apart. */
  readonly groups?: readonly string[];
  readonly scale?: ClassScale;
  readonly legend?: string;
}

/** The most rows: with more, a cell is less than a printer's dot. */
export const MAXIMUM_ROWS = 1200;
/** Names are written from this size of a cell on. */
const LEGIBLE_CELL = 5;
/** Least distance of two lines of names: where cells are smaller, every other name goes to a second column. */
const LEGIBLE_LINE = 9;
const LONGEST_NAME = 150;
/** Least width of the legend, so that the edges of ten classes can be read. */
const LEGEND_WIDTH = 360;

/**
 * Draws the matrix as an SVG document, all cells of one colour as one path.
 *
 * @throws RangeError when the matrix does not fit the names, has too many rows to be seen, or the order names
 *   a row that it does not have.
 */
export function heatmap(options: HeatmapOptions): string {
  const { names, matrix } = options;
  if (matrix.length !== names.length ** 2) {
    throw new RangeError(`${matrix.length} values are no matrix of ${names.length} rows`);
  }
  if (names.length > MAXIMUM_ROWS) {
    throw new RangeError(`${names.length} rows cannot be seen: draw ${MAXIMUM_ROWS} at most`);
  }
  const value = (i: number, j: number): number => matrix[i * names.length + j] as number;
  const order = options.order ?? clusterOrder(names.length, (i, j) => 1 - value(i, j));
  const stray = order.find((row) => names[row] === undefined);
  if (stray !== undefined)
    throw new RangeError(`the order names row ${stray}: there are ${names.length}, counted from 0`);
  const cell = cellSize(names.length);
  const space = cell >= LEGIBLE_CELL ? nameSpace(names, cell) : 0;
  const width = 40 + space * nameColumns(cell) + STRIP + 4 + Math.max(LEGEND_WIDTH, cell * names.length);
  return figure(options, describe(options, value), options.width ?? width, (area) =>
    draw(options, order, cell, space, area),
  );
}

function cellSize(count: number): number {
  if (count <= 24) return 22;
  if (count <= 60) return 13;
  if (count <= 110) return 9;
  return Math.max(1, Math.min(6, Math.floor(1260 / count)));
}

function nameSpace(names: readonly string[], cell: number): number {
  const widest = Math.max(0, ...names.map((name) => widthOf(name, nameHeight(cell))));
  return Math.ceil(Math.min(LONGEST_NAME, widest)) + 8;
}

function nameColumns(cell: number): number {
  return cell >= LEGIBLE_LINE ? 1 : 2;
}

function nameHeight(cell: number): number {
  return Math.min(sizes.tick, cell * nameColumns(cell) + 0.5);
}

function draw(
  { names, matrix, groups = [], scale = correlationScale, legend = "correlation" }: HeatmapOptions,
  order: readonly number[],
  cell: number,
  space: number,
  area: Area,
): Drawing {
  const side = cell * order.length;
  const left = area.x + space * nameColumns(cell) + STRIP + 4;
  const top = area.y + 4;
  const legendTop = top + side + 14;
  const legendWidth = Math.min(area.x + area.width - left, Math.max(LEGEND_WIDTH, Math.min(side, 480)));
  const missing = Array.from(matrix).some(Number.isNaN);
  const extra = groupLegend(
    groups,
    missing ? "no value: the row never varies" : null,
    area,
    legendTop + LEGEND_HEIGHT + 12,
  );
  return {
    height: side + 18 + LEGEND_HEIGHT + 8 + extra.height,
    markup: group(
      hatchPattern(area.id),
      element("rect", { fill: hatchFill(area.id), x: left, y: top, width: side, height: side }),
      cells(matrix, names.length, order, scale, left, top, cell),
      ...rowNames(names, order, cell, space, left - STRIP - 8, top),
      groupStrip(groups, order, left - STRIP - 3, top, cell),
      classLegend(
        scale,
        { label: `${legend} (columns in the order of the rows)`, format: shortEdge },
        left,
        legendTop,
        legendWidth,
      ),
      extra.markup,
    ),
  };
}

function rowNames(
  names: readonly string[],
  order: readonly number[],
  cell: number,
  space: number,
  right: number,
  top: number,
): Markup[] {
  if (space === 0) return [];
  const size = nameHeight(cell);
  const columns = nameColumns(cell);
  return order.flatMap((row, i) => {
    const name = shorten(names[row] ?? "", space - 8, size);
    const middle = top + (i + 0.5) * cell;
    const outward = (i % columns) * space;
    const written = text(name, right - outward, middle + size * 0.34, { size, anchor: "end", role: "muted" });
    if (outward === 0) return [written];
    // A line from the outer column to its row, between the names of the inner one.
    const leader = { x1: right - outward + 3, x2: right + 1, y1: middle, y2: middle };
    return [element("line", { class: "k-grid-line", ...leader }), written];
  });
}

/** One path a colour: neighbours in a row are one rectangle of it. */
function cells(
  matrix: ArrayLike<number>,
  count: number,
  order: readonly number[],
  scale: ClassScale,
  left: number,
  top: number,
  cell: number,
): Markup {
  const paths = scale.colours.map(() => [] as string[]);
  order.forEach((row, i) => {
    const classes = order.map((column) => {
      const value = matrix[row * count + column] as number;
      return Number.isNaN(value) ? -1 : classOf(scale, value);
    });
    for (let start = 0; start < classes.length; ) {
      let end = start + 1;
      while (classes[end] === classes[start]) end++;
      const place = `M${coordinate(left + start * cell)},${coordinate(top + i * cell)}`;
      paths[classes[start] as number]?.push(
        `${place}h${coordinate((end - start) * cell)}v${cell}h${coordinate((start - end) * cell)}z`,
      );
      start = end;
    }
  });
  return element(
    "g",
    { "shape-rendering": "crispEdges" },
    ...paths.map((pieces, i) => element("path", { fill: scale.colours[i], d: pieces.join("") })),
  );
}

function shortEdge(edge: number): string {
  return String(edge).replace("-", "\u2212");
}

function describe({ names, legend = "correlation" }: HeatmapOptions, value: (i: number, j: number) => number): string {
  let [sum, pairs] = [0, 0];
  let best = { pair: "", value: Number.NEGATIVE_INFINITY };
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j < i; j++) {
      const entry = value(i, j);
      if (Number.isNaN(entry)) continue;
      sum += entry;
      pairs += 1;
      if (entry > best.value) best = { pair: `${names[i]} and ${names[j]}`, value: entry };
    }
  }
  const size = `Heatmap of the ${legend} of ${names.length} rows with each other.`;
  if (pairs === 0) return size;
  return `${size} Mean of all pairs ${(sum / pairs).toFixed(2)}; the largest is ${best.value.toFixed(2)}, of ${best.pair}.`;
}
