/** One model: asked, described, proven, and to be taken along. */
import type { SiteModel } from "../../../core/site.js";
import { useModel, wishOf } from "../../app/use-model.js";
import type { PlaceProps } from "../../app/view.js";
import { ViewHead } from "../../components/view-head.js";
import { ContractTable } from "./contract-table.js";
import { FileList } from "./file-list.js";
import { text } from "./text.js";
import { Training } from "./training.js";
import { TryIt } from "./try-it.js";
import { useOperations } from "./use-operations.js";
import { VerificationTable } from "./verification-table.js";

export function ModelPage(props: PlaceProps & { readonly published: SiteModel }) {
  const { site, language, query, setQuery, published } = props;
  const words = text[language];
  const [opening, retry] = useModel(site, published.name, wishOf(query));
  const model = opening.kind === "open" ? opening.model : null;
  const operations = useOperations(model);
  const manifests = Object.values(model?.manifests ?? {});
  return (
    <article class="stack models-one" aria-labelledby="models-name">
      <ViewHead language={language} query={query} setQuery={setQuery} state={opening} retry={retry}>
        <h2 id="models-name">
          {published.title} <span class="soft">{words.version(published.version)}</span>
        </h2>
        <p class="lead">{published.summary}</p>
      </ViewHead>
      {model === null || operations === null ? null : (
        <>
          <section class="panel stack" aria-labelledby="models-try">
            <h3 id="models-try">{words.tryIt}</h3>
            {operations instanceof Error ? <p class="bad">{operations.message}</p> : null}
            <TryIt
              model={model}
              operations={operations instanceof Error ? {} : operations}
              site={site}
              language={language}
            />
          </section>
          <section class="panel stack" aria-labelledby="models-verification">
            <h3 id="models-verification">{words.verification}</h3>
            <VerificationTable model={model} words={words} />
          </section>
          <section class="panel stack" aria-labelledby="models-contract">
            <h3 id="models-contract">{words.contract}</h3>
            {manifests.map((manifest) => (
              <ContractTable key={manifest.name} manifest={manifest} words={words} />
            ))}
          </section>
          <section class="panel stack" aria-labelledby="models-training">
            <h3 id="models-training">{words.training}</h3>
            <Training manifests={manifests} runs={site.api?.runs ?? null} language={language} />
          </section>
          <section class="panel stack" aria-labelledby="models-files">
            <h3 id="models-files">{words.files}</h3>
            <FileList manifests={manifests} words={words} />
          </section>
        </>
      )}
    </article>
  );
}
