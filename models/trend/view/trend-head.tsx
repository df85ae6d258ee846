/** What the view is, what the model runs on, and what its answers are worth. */

import type { ModelState, ViewProps } from "kilnjs/page";
import { text, ViewHead } from "kilnjs/page";
import type { Classified } from "../classified.js";
import { trendManifest } from "../classify-series.js";
import { trendText } from "./text.js";

interface TrendHeadProps extends Pick<ViewProps, "language" | "query" | "setQuery"> {
  readonly state: ModelState;
  readonly retry: () => void;
  readonly answer: Classified | null;
}

/** The stamp and the notice keep their places before it is known what they say. */
export function TrendHead({ language, query, setQuery, state, retry, answer }: TrendHeadProps) {
  const words = trendText[language];
  const trainedOnSimulated =
    state.kind === "open" ? trendManifest(state.model.manifests).training.data.simulated : null;
  const simulated = answer?.simulated ?? trainedOnSimulated ?? false;
  const notices =
    trainedOnSimulated === null
      ? []
      : [...(simulated && !trainedOnSimulated ? [words.noticeTable] : []), words.notice(trainedOnSimulated)];
  return (
    <>
      <ViewHead class="trend-head" {...{ language, query, setQuery, state, retry }}>
        <h1 class="trend-title">
          {words.title} {simulated ? <span class="stamp">{text[language].simulated}</span> : null}
        </h1>
        <p class="lead">{words.lead}</p>
      </ViewHead>
      <p class="trend-notice">{notices.join(" ")}</p>
    </>
  );
}
