/** The three fringes: crown and forehead hair as one shape, and the strands on it. */
import type { Proportions } from "./proportions.js";
import { both, lockEdge, type Point, strand } from "./strand.js";
import { path } from "./svg.js";

/** A fringe: its outline, and the darker strands on it. */
export interface Fringe {
  readonly outline: string;
  readonly strands: string;
}

/** Fringes by level: parted in the middle, swept to one side, straight. */
export const FRINGES: readonly ((at: Proportions) => Fringe)[] = [parted, swept, straight];

/** From the left temple over the crown to the right one; the lower edge closes the shape. */
function crown(w: number): string {
  return path`M ${-w} 122 C ${-w - 4} -20 ${w + 4} -20 ${w} 122`;
}

function close(at: Proportions, points: readonly Point[], lean?: number): string {
  const start: Point = [at.hair, 122];
  return `${crown(at.hair)}${lockEdge(start, points, lean)} Z`;
}

function parted(at: Proportions): Fringe {
  const { hair: w, cheek: c } = at;
  const right = path` C ${w - 2} 140 ${c + 10} 152 ${c} 160 C ${c + 2} 148 ${c} 138 ${c - 5} 128 C ${c - 8} 134 ${c - 12} 138 ${c - 17} 140 C ${c - 16} 110 26 96 0 52`;
  const left = path` C -26 96 ${-c + 16} 110 ${-c + 17} 140 C ${-c + 12} 138 ${-c + 8} 134 ${-c + 5} 128 C ${-c} 138 ${-c - 2} 148 ${-c} 160 C ${-c - 10} 152 ${-w + 2} 140 ${-w} 122 Z`;
  const pair = [strand([6, 34], [40, 66], [c - 6, 126], 4.5), strand([16, 24], [70, 42], [w - 8, 112], 4)];
  return {
    outline: crown(w) + right + left,
    strands: [...pair.map(both), strand([3, 20], [3, 36], [0, 56], 3.5)].join(" "),
  };
}

function swept(at: Proportions): Fringe {
  const { hair: w, cheek: c } = at;
  return {
    outline: close(at, [
      [c + 3, 154],
      [c - 4, 116],
      [c * 0.56, 126],
      [c * 0.4, 104],
      [4, 118],
      [-30, 64],
      [-c * 0.6, 122],
      [-c * 0.82, 108],
      [-c - 3, 154],
      [-w, 122],
    ]),
    strands: [
      strand([-26, 24], [-34, 42], [-30, 64], 3.5),
      strand([-22, 44], [10, 84], [c * 0.32, 108], 4),
      strand([-16, 34], [40, 66], [c - 10, 116], 4),
      strand([-36, 48], [-50, 84], [-c * 0.76, 110], 4),
    ].join(" "),
  };
}

function straight(at: Proportions): Fringe {
  const { hair: w, cheek: c } = at;
  const half = [
    strand([6, 36], [14, 70], [c * 0.2, 106], 4),
    strand([22, 36], [44, 66], [c * 0.6, 106], 4),
    strand([36, 34], [74, 66], [c - 2, 124], 4),
  ];
  return {
    outline: close(
      at,
      [
        [c + 3, 154],
        [c - 5, 112],
        [c * 0.74, 126],
        [c * 0.56, 106],
        [c * 0.34, 126],
        [c * 0.17, 106],
        [-c * 0.04, 126],
        [-c * 0.2, 106],
        [-c * 0.42, 126],
        [-c * 0.58, 106],
        [-c * 0.78, 126],
        [-c + 5, 112],
        [-c - 3, 154],
        [-w, 122],
      ],
      0.2,
    ),
    strands: half.map(both).join(" "),
  };
}
