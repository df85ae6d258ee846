/** What the map says of the country that is pointed at. The list says the same to those who do not see it. */
import { percent } from "kilnjs/charts";
import type { DatedResult } from "../resources/latest-results.js";
import { ProbabilityBar } from "./probability-bar.js";

/** A place in the map's frame, in shares of its width and height. */
export interface Spot {
  readonly iso: string;
  readonly x: number;
  readonly y: number;
}

/** The card's words. */
export interface CardWords {
  readonly noData: string;
  readonly noCases: string;
  readonly forIncrease: string;
  /** Of a label of the contract. */
  readonly answer: (label: string) => string;
  /** Of an ISO date. */
  readonly asOf: (date: string) => string;
}

interface HoverCardProps {
  readonly spot: Spot;
  readonly name: string;
  readonly result: DatedResult | undefined;
  readonly words: CardWords;
}

/** It stays on the side where there is room. */
export function HoverCard({ spot, name, result, words }: HoverCardProps) {
  const side = `${spot.x > 0.5 ? "left" : "right"} ${spot.y > 0.5 ? "above" : "below"}`;
  return (
    <div class={`trend-card ${side}`} aria-hidden="true" style={{ left: `${100 * spot.x}%`, top: `${100 * spot.y}%` }}>
      <div>
        <strong>{name}</strong>
        {result === undefined ? (
          <span class="soft">{words.noData}</span>
        ) : result.probability === null ? (
          <>
            <span>{words.noCases}</span>
            <span class="soft trend-small">{words.asOf(result.end)}</span>
          </>
        ) : (
          <>
            <span class="trend-card-figures">
              <b>{percent(result.probability)}</b> {words.forIncrease}
            </span>
            <ProbabilityBar value={result.probability} />
            <span class="trend-small">{words.answer(result.label)}</span>
            <span class="soft trend-small">{words.asOf(result.end)}</span>
          </>
        )}
      </div>
    </div>
  );
}
