/** A probability as a bar in the map's colours. The number stands beside it in words: the bar is decoration. */
import { colourOf, probabilityScale } from "kilnjs/charts";

/** See the header. @param value from 0 to 1. */
export function ProbabilityBar({ value }: { readonly value: number }) {
  return (
    <span class="trend-bar" aria-hidden="true">
      <span style={{ width: `${100 * value}%`, background: colourOf(probabilityScale, value) }} />
    </span>
  );
}
