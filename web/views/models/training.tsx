/** What a version was trained on, and what was measured of it. */
import type { Manifest } from "../../../core/manifest.js";
import { siteFiles } from "../../../core/site.js";
import type { Language } from "../../app/language.js";
import { text as common } from "../../app/text.js";
import { Copyable } from "../../components/copyable.js";
import { Scrolling } from "../../components/scrolling.js";
import { RunLink } from "./run-link.js";
import { text } from "./text.js";

interface TrainingProps {
  readonly manifests: readonly Manifest[];
  /** Where the server shows its runs, or null. */
  readonly runs: string | null;
  readonly language: Language;
}

/** The graphs of a bundle come from one training. */
export function Training(props: TrainingProps) {
  const { manifests, runs, language } = props;
  const [first] = manifests;
  const words = text[language];
  if (first === undefined) return null;
  const { training, name, version, model } = first;
  const { data, preset, seed, steps, remarks, metrics, run } = training;
  return (
    <>
      <p>
        {data.simulated ? <span class="stamp">{common[language].simulated}</span> : null}{" "}
        {words.trainedOn(data.source, preset, seed, steps)}
      </p>
      <ul class="models-remarks">
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
      <Scrolling class="scroll models-metrics" label={words.metric}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.metric}</th>
              <th scope="col">{words.value}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(metrics).map(([metric, value]) => (
              <tr key={metric}>
                <td>{metric}</td>
                <td>{shown(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      <p>
        <a href={siteFiles.of(name, version, "README.md")}>{words.card}</a>
      </p>
      {runs === null ? null : <RunLink address={`${runs}/${model}/${run}/`} label={words.runReport} />}
      <p>{words.report}:</p>
      <Copyable label={words.report} value={`kiln report runs/${model}/${run}`} language={language} />
    </>
  );
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(5))) : String(value);
}
