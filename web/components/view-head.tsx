/** The head of a view: what it is, and beside it what its model is doing and on what it runs. */
import type { ComponentChildren } from "preact";
import type { ModelState } from "../app/use-model.js";
import type { PlaceProps } from "../app/view.js";
import { ModelStatus } from "./model-status.js";

interface ViewHeadProps extends Pick<PlaceProps, "language" | "query" | "setQuery"> {
  readonly state: ModelState;
  readonly retry: () => void;
  /** Beside `view-head`. */
  readonly class?: string;
  /** A heading and a lead. */
  readonly children: ComponentChildren;
}

/** A back end that the visitor asks for is part of the address. */
export function ViewHead({ language, query, setQuery, state, retry, class: name, children }: ViewHeadProps) {
  return (
    <div class={name === undefined ? "view-head" : `view-head ${name}`}>
      <div>{children}</div>
      <ModelStatus
        state={state}
        language={language}
        retry={retry}
        onPrefer={(backend) => {
          const next = new URLSearchParams(query);
          next.set("on", backend);
          setQuery(next, "push");
        }}
      />
    </div>
  );
}
