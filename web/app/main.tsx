/** The page: every model that is published here, run and checked on the visitor's own machine. */
import "./app.css";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Site } from "../../models/site.js";
import { readSite } from "../inference/open-model.js";
import { ModelCard } from "./model-card.js";

function Page() {
  const [site, setSite] = useState<Site | Error | null>(null);
  useEffect(() => {
    readSite().then(setSite, setSite);
  }, []);
  return (
    <div class="page">
      <header class="mast">
        <h1>Kiln</h1>
        <p class="soft">Models that run in your browser. Nothing that you enter leaves it.</p>
      </header>
      <main>
        {site === null ? <p>Looking for models …</p> : null}
        {site instanceof Error ? (
          <p class="bad" role="alert">
            {site.message}
          </p>
        ) : null}
        {site !== null && !(site instanceof Error)
          ? site.models.map((model) => <ModelCard key={model.name} site={site} model={model} />)
          : null}
      </main>
    </div>
  );
}

const root = document.getElementById("app");
if (root !== null) {
  root.replaceChildren();
  render(<Page />, root);
}
