/** A country's cases with the model's window as a band, and below them the probability of each day. */

import { axisFor, percent, shortNumber } from "kilnjs/charts";
import type { Language } from "kilnjs/page";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { areaPath, bars, linePath, meanOfWeek } from "./curve-paths.js";
import type { Curve } from "./table-worker/messages.js";
import { trendText } from "./text.js";
import { dayScale } from "./time-scale.js";

const CASES = { top: 26, bottom: 236 } as const;
const CHANCES = { top: 282, bottom: 362 } as const;
const LEFT = 52;
const RIGHT = 12;
/** Below this many pixels a day, bars would be a grey wall. */
const NARROWEST_BAR = 4;

interface CurveFigureProps {
  readonly curve: Curve;
  readonly days: number;
  readonly end: number;
  /** Probability of each day; null where only one window is known. */
  readonly probabilities: Float32Array | null;
  readonly whole: boolean;
  readonly label: string;
  readonly language: Language;
  readonly onMove: (end: number) => void;
}

/** Dragging in it is a second way; the slider below it takes the keyboard. */
export function CurveFigure(props: CurveFigureProps) {
  const { curve, days, end, probabilities, whole, label, language, onMove } = props;
  const words = trendText[language];
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const { increments, from, to } = curve;
  const right = width - RIGHT;
  const x = dayScale({ firstDay: curve.firstDay, from, to: to - 1 }, [LEFT, right], language);
  const known = increments.subarray(from, to);
  const y = axisFor([...known, 0], { label: "" }, 5);
  const place = { x: (day: number) => x.place(day + from), y: y.place(CASES.bottom, CASES.top) };
  const chance = (value: number): number => CHANCES.bottom - value * (CHANCES.bottom - CHANCES.top);
  const dayWidth = (right - LEFT) / Math.max(1, to - from);
  const bottom = whole ? CHANCES.bottom : CASES.bottom;
  const [bandLeft, bandRight] = [x.place(end - days + 0.5), x.place(end + 0.5)];
  const move = (event: PointerEvent): void => {
    const box = host.current?.getBoundingClientRect();
    if (whole && box !== undefined) onMove(x.at(event.clientX - box.x));
  };
  return (
    <div class={whole ? "trend-curve whole" : "trend-curve"} ref={host}>
      <svg
        width={width}
        height={bottom + 26}
        viewBox={`0 0 ${width} ${bottom + 26}`}
        role="img"
        aria-label={label}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          move(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event);
        }}
      >
        <text class="trend-axis-name" x={0} y={12}>
          {words.cases}
          {known.length > 14 ? <tspan class="trend-axis-aside"> – {words.average}</tspan> : null}
        </text>
        <rect class="trend-band" x={bandLeft} y={CASES.top} width={bandRight - bandLeft} height={bottom - CASES.top} />
        {y.ticks.map((tick) => (
          <g key={tick.value}>
            <line class="trend-grid" x1={LEFT} x2={right} y1={place.y(tick.value)} y2={place.y(tick.value)} />
            <text class="trend-tick end" x={LEFT - 8} y={place.y(tick.value) + 4}>
              {shortNumber(tick.value).replace("-", "\u2212")}
            </text>
          </g>
        ))}
        {dayWidth >= NARROWEST_BAR ? (
          <path class="trend-bars" d={bars(known, place, dayWidth)} />
        ) : (
          <path class="trend-daily" d={areaPath(known, place)} />
        )}
        {known.length > 14 ? <path class="trend-mean" d={linePath(meanOfWeek(known), place)} /> : null}
        {whole ? (
          <>
            <text class="trend-axis-name" x={0} y={CHANCES.top - 14}>
              {words.history}
            </text>
            {[0, 0.5, 1].map((value) => (
              <g key={value}>
                <line class="trend-grid" x1={LEFT} x2={right} y1={chance(value)} y2={chance(value)} />
                <text class="trend-tick end" x={LEFT - 8} y={chance(value) + 4}>
                  {percent(value)}
                </text>
              </g>
            ))}
            {probabilities === null ? null : (
              <path class="trend-chance" d={linePath(probabilities.subarray(from, to), { x: place.x, y: chance })} />
            )}
          </>
        ) : null}
        <line class="trend-cursor" x1={bandRight} x2={bandRight} y1={CASES.top} y2={bottom} />
        {x.ticks.map((tick) => (
          <text key={tick.x} class="trend-tick middle" x={Math.min(tick.x, right - 24)} y={bottom + 20}>
            {tick.label}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** The width that there is; a first guess until it is known. */
function useWidth(host: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const measure = (): void => setWidth(Math.max(240, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [host]);
  return width;
}
