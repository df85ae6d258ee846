/** The page: three views over the models that are published here, all of them run on the visitor's own machine. */
import "./no-eval.js";
import "../style/base.css";
import "../style/shell.css";
import "../style/controls.css";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Site } from "../../core/site.js";
import { FacesView } from "../../models/faces/view/faces-view.js";
import { TrendView } from "../../models/trend/view/trend-view.js";
import { readSite } from "../inference/open-model.js";
import { ModelsView } from "../views/models/models-view.js";
import { firstLanguage, keepLanguage, type Language, speak } from "./language.js";
import { type Move, type Route, useRoute } from "./route.js";
import { Shell, type View, views } from "./shell.js";
import { text } from "./text.js";
import { firstTheme, keepTheme, showTheme, type Theme } from "./theme.js";
import type { ViewProps } from "./view.js";

const shown: Readonly<Record<View, (props: ViewProps) => ReturnType<typeof FacesView>>> = {
  faces: FacesView,
  trend: TrendView,
  models: ModelsView,
};

function Page() {
  const [route, go] = useRoute();
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const [site, setSite] = useState<Site | Error | null>(null);
  useEffect(() => {
    readSite().then(setSite, setSite);
  }, []);
  useEffect(() => speak(language), [language]);
  useEffect(() => showTheme(theme), [theme]);
  const view = views.find((one) => one === route.view) ?? firstView(site);
  const words = text[language];
  useEffect(() => {
    document.title = `${words.views[view]} · Kiln`;
  }, [words, view]);
  const served = site !== null && !(site instanceof Error) ? site.api : undefined;
  return (
    <Shell
      view={view}
      language={language}
      theme={theme}
      api={served?.docs ?? null}
      runs={served?.runs ?? null}
      onLanguage={(next) => {
        keepLanguage(next);
        setLanguage(next);
      }}
      onTheme={(next) => {
        keepTheme(next);
        setTheme(next);
      }}
    >
      {site === null ? <p class="waiting">{words.looking}</p> : null}
      {site instanceof Error ? (
        <p class="bad" role="alert">
          {site.message}
        </p>
      ) : null}
      {site !== null && !(site instanceof Error) ? (
        <Shown key={view} view={view} site={site} language={language} theme={theme} route={route} go={go} />
      ) : null}
    </Shell>
  );
}

interface ShownProps {
  readonly view: View;
  readonly site: Site;
  readonly language: Language;
  readonly theme: Theme;
  readonly route: Route;
  readonly go: (next: Route, move: Move) => void;
}

function Shown({ view, site, language, theme, route, go }: ShownProps) {
  const { path } = route;
  const setQuery = useCallback(
    (query: URLSearchParams, move: Move) => go({ view, path, query }, move),
    [go, view, path],
  );
  const View = shown[view];
  return <View site={site} language={language} theme={theme} query={route.query} path={path} setQuery={setQuery} />;
}

/** Faces, else whatever there is to look at. */
function firstView(site: Site | Error | null): View {
  if (site === null || site instanceof Error) return "faces";
  const has = (name: string): boolean => site.models.some((model) => model.name === name);
  return has("faces") ? "faces" : has("trend") ? "trend" : "models";
}

const root = document.getElementById("app");
if (root !== null) {
  showTheme(firstTheme());
  speak(firstLanguage());
  root.replaceChildren();
  render(<Page />, root);
}
