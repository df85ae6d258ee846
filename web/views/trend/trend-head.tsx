/** What the view is, what the model runs on, and what its answers are worth. */
import type { Classified } from "../../../models/trend/classified.js";
import { trendManifest } from "../../../models/trend/classify-series.js";
import type { Language } from "../../app/language.js";
import { text } from "../../app/text.js";
import type { ModelState } from "../../app/use-model.js";
import { ModelStatus } from "../../components/model-status.js";
import { trendText } from "./text.js";

interface TrendHeadProps {
  readonly language: Language;
  readonly state: ModelState;
  readonly retry: () => void;
  readonly onPrefer: (backend: string) => void;
  readonly answer: Classified | null;
}

/** See the header. The stamp and the notice keep their places before it is known what they say. */
export function TrendHead({ language, state, retry, onPrefer, answer }: TrendHeadProps) {
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
      <div class="view-head trend-head">
        <div>
          <h1 class="trend-title">
            {words.title} {simulated ? <span class="stamp">{text[language].simulated}</span> : null}
          </h1>
          <p class="lead">{words.lead}</p>
        </div>
        <ModelStatus state={state} language={language} retry={retry} onPrefer={onPrefer} />
      </div>
      <p class="trend-notice">{notices.join(" ")}</p>
    </>
  );
}
