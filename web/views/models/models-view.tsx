/** The view `#/models`: what is published, one model at a time. */
import "./models.css";
import { hashOf } from "../../app/route.js";
import { text as common } from "../../app/text.js";
import type { PlaceProps } from "../../app/view.js";
import { ModelPage } from "./model-page.js";
import { text } from "./text.js";

/** A model that the page knows nothing else of is shown by its contract alone. */
export function ModelsView(props: PlaceProps) {
  const { site, language, path } = props;
  const words = text[language];
  const [wanted] = path;
  const model = wanted === undefined ? site.models[0] : site.models.find(({ name }) => name === wanted);
  return (
    <>
      <div class="view-head">
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
      </div>
      <nav class="models-list" aria-label={words.list}>
        {site.models.map(({ name, title, version }) => (
          <a
            key={name}
            href={hashOf({ view: "models", path: [name], query: new URLSearchParams() })}
            aria-current={name === model?.name ? "page" : undefined}
          >
            <strong>{title}</strong>
            <span class="soft">
              {name}, {words.version(version)}
            </span>
          </a>
        ))}
      </nav>
      {site.models.length === 0 ? <p>{common[language].noModels}</p> : null}
      {model === undefined && wanted !== undefined ? <p class="bad">{common[language].noModel(wanted)}</p> : null}
      {model === undefined ? null : <ModelPage key={model.name} {...props} published={model} />}
    </>
  );
}
