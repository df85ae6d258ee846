/** From the globe to the page: Equal Earth (Šavrič, Patterson, Jenny 2018), which keeps areas comparable. */
import { type GeoPath, type GeoPermissibleObjects, type GeoStream, geoEqualEarth, geoPath } from "d3-geo";

/** East of the meridian that the map is centred on, so that the cut runs through the Bering Strait and no country. */
const CENTRE = 11;
/** Southern and northern edge: beyond them nobody counts cases. */
const SOUTH = -56;
const NORTH = 83.7;
/** Corners nearer than this, in pixels, are one. */
const THINNEST = 0.4;
/** Rings narrower and lower than this, in pixels, are left out. */
const DUST = 0.9;

/** A map's projection, made to fit a width. */
export interface MapProjection {
  readonly height: number;
  /** Path data of a shape, rounded to a tenth of a pixel; null when nothing of it is left. */
  path(shape: GeoPermissibleObjects): string | null;
  /** Area on the page, in square pixels. */
  area(shape: GeoPermissibleObjects): number;
  /** Centre on the page. */
  centre(shape: GeoPermissibleObjects): [x: number, y: number];
  /** A place on the page. */
  place(longitudeLatitude: readonly [number, number]): [x: number, y: number];
}

/** Fits the inhabited world into `width` pixels, its upper left corner at (`left`, `top`). */
export function projectionFor(width: number, left: number, top: number): MapProjection {
  const projection = geoEqualEarth().rotate([-CENTRE, 0]).fitWidth(width, { type: "MultiPoint", coordinates: frame() });
  const [offsetX, offsetY] = projection.translate();
  projection.translate([offsetX + left, offsetY + top]);
  const bottom = projection([CENTRE, SOUTH])?.[1] ?? top;
  const exact = geoPath(projection);
  const thin: GeoPath = geoPath({ stream: (output: GeoStream) => projection.stream(thinned(output)) }).digits(1);
  return {
    height: bottom - top,
    path: (shape) => thin(shape),
    area: (shape) => exact.area(shape),
    centre: (shape) => exact.centroid(shape),
    place: ([longitude, latitude]) => projection([longitude, latitude]) ?? [left, top],
  };
}

/** Points along the four edges; the map must reach none beyond. */
function frame(): [number, number][] {
  const points: [number, number][] = [];
  for (let latitude = SOUTH; latitude <= NORTH; latitude++) {
    points.push([CENTRE - 179.99, latitude], [CENTRE + 179.99, latitude]);
  }
  for (let longitude = -179; longitude < 180; longitude += 2) {
    points.push([CENTRE + longitude, SOUTH], [CENTRE + longitude, NORTH]);
  }
  return points;
}

/**
 * Leaves out corners that the eye cannot tell from the one before, and islands that would be dust: a detailed map becomes
 * half as large.
 */
function thinned(output: GeoStream): GeoStream {
  let corners: [number, number][] = [];
  return {
    polygonStart: () => output.polygonStart(),
    polygonEnd: () => output.polygonEnd(),
    sphere: () => output.sphere?.(),
    lineStart: () => {
      corners = [];
    },
    point: (x, y) => {
      corners.push([x, y]);
    },
    lineEnd: () => {
      if (isDust(corners)) return;
      output.lineStart();
      let kept: [number, number] | undefined;
      corners.forEach((corner, i) => {
        const near = kept !== undefined && Math.hypot(corner[0] - kept[0], corner[1] - kept[1]) < THINNEST;
        if (near && i < corners.length - 1) return;
        kept = corner;
        output.point(...corner);
      });
      output.lineEnd();
    },
  };
}

function isDust(corners: readonly (readonly [number, number])[]): boolean {
  const span = (axis: 0 | 1): number => {
    const places = corners.map((corner) => corner[axis]);
    return Math.max(...places) - Math.min(...places);
  };
  return corners.length < 3 || Math.max(span(0), span(1)) < DUST;
}
