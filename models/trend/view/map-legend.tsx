/** The map's colours, as the page's own text: it can be read at any width. */
import { NO_ANSWER, probabilityScale } from "kilnjs/charts";

interface MapLegendProps {
  readonly words: {
    readonly legend: string;
    readonly falls: string;
    readonly rises: string;
    readonly noData: string;
    readonly noCases: string;
  };
}

export function MapLegend({ words }: MapLegendProps) {
  const { edges, colours } = probabilityScale;
  return (
    <div class="trend-legend">
      <p class="trend-legend-title">
        <span>{words.falls}</span>
        <strong>{words.legend} (%)</strong>
        <span>{words.rises}</span>
      </p>
      <div class="trend-legend-bar" aria-hidden="true">
        {colours.map((colour) => (
          <span key={colour} class="trend-legend-colour" style={{ background: colour }} />
        ))}
      </div>
      <p class="trend-legend-edges" aria-hidden="true">
        {edges.map((edge) => (
          <span key={edge} class="trend-legend-edge">
            {Math.round(100 * edge)}
          </span>
        ))}
      </p>
      <p class="trend-legend-none soft">
        <span class="trend-grey" aria-hidden="true" style={{ background: NO_ANSWER }} /> {words.noCases}{" "}
        <span class="trend-hatch" aria-hidden="true" /> {words.noData}
      </p>
    </div>
  );
}
