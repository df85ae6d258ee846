/** A model's view in the page: its component is loaded when it is first shown. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { text } from "./text.js";
import type { View, ViewProps } from "./view.js";

export function ViewFrame({ view, ...props }: ViewProps & { readonly view: View }) {
  const [loaded, setLoaded] = useState<{ readonly Component: ComponentType<ViewProps> } | Error | null>(null);
  useEffect(() => {
    view.component().then(
      (module) => setLoaded({ Component: module.default }),
      (error: unknown) => setLoaded(error instanceof Error ? error : new Error(String(error))),
    );
  }, [view]);
  const words = text[props.language];
  if (loaded === null) return <p class="waiting">{words.loadingView}</p>;
  if (loaded instanceof Error) {
    return (
      <p class="bad" role="alert">
        {words.noView} {loaded.message}
      </p>
    );
  }
  return <loaded.Component {...props} />;
}
