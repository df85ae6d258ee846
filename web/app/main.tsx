/** The page: the views of the models that are published here, all of them run on the visitor's own machine. */
import "./no-eval.js";
import "../style/base.css";
import "../style/shell.css";
import "../style/controls.css";
import { render } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { Site } from "../../core/site.js";
import { readSite } from "../inference/read-site.js";
import { bundledModels } from "../models/bundled.js";
import { ModelsView } from "../views/models/models-view.js";
import { firstLanguage, keepLanguage, type Language, speak } from "./language.js";
import { loadViews, type OfferedView, offeredViews, titleOf } from "./offered-views.js";
import { MODELS, type Place, placeOf } from "./place.js";
import { type Move, type Route, useRoute } from "./route.js";
import { Shell } from "./shell.js";
import { text } from "./text.js";
import { firstTheme, keepTheme, showTheme, type Theme } from "./theme.js";
import { ViewFrame } from "./view-frame.js";

/** What there is to see. */
interface Offer {
  readonly site: Site;
  readonly views: readonly OfferedView[];
}

/** Both are on their way before the page is drawn. */
const offer: Promise<Offer> = Promise.all([readSite(), loadViews(bundledModels)]).then(([site, loaded]) => ({
  site,
  views: offeredViews(site, loaded),
}));

function Page() {
  const [route, go] = useRoute();
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const [offered, setOffered] = useState<Offer | Error | null>(null);
  useEffect(() => {
    offer.then(setOffered, setOffered);
  }, []);
  useEffect(() => speak(language), [language]);
  useEffect(() => showTheme(theme), [theme]);
  const words = text[language];
  const known = offered === null || offered instanceof Error ? null : offered;
  const place = useMemo(() => (known === null ? null : placeOf(route, known.views)), [route, known]);
  const tabs = known?.views.map(({ name, view }) => ({ name, title: titleOf(view, language) })) ?? null;
  const shown = place === null ? null : place.route.view;
  const title = shown === null ? null : (tabs?.find(({ name }) => name === shown)?.title ?? words.models);
  useEffect(() => {
    document.title = title === null ? "Kiln" : `${title} · Kiln`;
  }, [title]);
  return (
    <Shell
      tabs={tabs === null ? null : [...tabs, { name: MODELS, title: words.models }]}
      shown={shown}
      language={language}
      theme={theme}
      api={known?.site.api?.docs ?? null}
      runs={known?.site.api?.runs ?? null}
      onLanguage={(next) => {
        keepLanguage(next);
        setLanguage(next);
      }}
      onTheme={(next) => {
        keepTheme(next);
        setTheme(next);
      }}
    >
      {offered === null ? <p class="waiting">{words.looking}</p> : null}
      {offered instanceof Error ? (
        <p class="bad" role="alert">
          {offered.message}
        </p>
      ) : null}
      {known === null || place === null ? null : (
        <Shown key={shown} place={place} site={known.site} language={language} theme={theme} go={go} />
      )}
    </Shell>
  );
}

interface ShownProps {
  readonly place: Place;
  readonly site: Site;
  readonly language: Language;
  readonly theme: Theme;
  readonly go: (next: Route, move: Move) => void;
}

function Shown({ place: { offered, route }, site, language, theme, go }: ShownProps) {
  const { view, path, query } = route;
  const setQuery = useCallback(
    (next: URLSearchParams, move: Move) => go({ view, path, query: next }, move),
    [go, view, path],
  );
  const props = { site, language, theme, query, path, setQuery };
  if (offered === null) return <ModelsView {...props} />;
  return <ViewFrame view={offered.view} published={offered.published} {...props} />;
}

const root = document.getElementById("app");
if (root !== null) {
  showTheme(firstTheme());
  speak(firstLanguage());
  root.replaceChildren();
  render(<Page />, root);
}
