/** A probability as a bar in the map's colours. The number stands beside it in words: the bar is decoration. */
import { colourOf, probabilityScale } from "kilnjs/charts";

/** @param value from 0 to 1; null where the window has no case, which is an empty bar. */
export function ProbabilityBar({ value }: { readonly value: number | null }) {
  return (
    <span class="trend-bar" aria-hidden="true">
      {value === null ? null : (
        <span style={{ width: `${100 * value}%`, background: colourOf(probabilityScale, value) }} />
      )}
    </span>
  );
}
