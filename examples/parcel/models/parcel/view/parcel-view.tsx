/** A parcel with its price: computed in the visitor's browser, by the operation that the server has. */
import "./parcel.css";
import { Choice, Slider, useModel, ViewHead, type ViewProps, wishOf } from "kilnjs/page";
import { LONGEST_EDGE, zones } from "../contract.js";
import { addressOf, first, type Shown, shownIn } from "./state.js";
import { text } from "./text.js";
import { type Priced, usePrice } from "./use-price.js";

export default function ParcelView({ site, published, language, query, setQuery }: ViewProps) {
  const words = text[language];
  const [state, retry] = useModel(site, published.name, wishOf(query));
  const model = state.kind === "open" ? state.model : null;
  const { edges, zone } = shownIn(query);
  const priced = usePrice(model, { edges, zone });
  const show = (next: Partial<Shown>) => setQuery(addressOf({ edges, zone, ...next }, query), "replace");
  return (
    <div class="parcel">
      <ViewHead {...{ language, query, setQuery, state, retry }}>
        <h1>{words.title}</h1>
      </ViewHead>
      {words.edges.map((label, index) => (
        <Slider
          key={label}
          label={label}
          value={edges[index] ?? 0}
          minimum={0}
          maximum={LONGEST_EDGE}
          step={1}
          middle={first.edges[index] ?? 0}
          onInput={(value) => show({ edges: replaced(edges, index, value) })}
        />
      ))}
      <Choice
        label={words.zone}
        value={zone}
        options={zones.map((value) => ({ value, label: words.zones[value] }))}
        onChange={(value) => show({ zone: value })}
      />
      {priced === null ? null : "refused" in priced ? (
        <p class="bad">
          {words.refused} {priced.refused}
        </p>
      ) : (
        <Price {...{ priced, words }} />
      )}
    </div>
  );
}

function Price({ priced, words }: { readonly priced: Exclude<Priced, { refused: string }>; readonly words: Words }) {
  const { price, shares } = priced;
  const base = price - shares.reduce((sum, share) => sum + share, 0);
  return (
    <>
      <output class="parcel-price" aria-label={words.price}>
        {euros(price)}
      </output>
      <dl class="parcel-shares">
        {[...words.edges.map((label, i) => [label, shares[i] ?? 0] as const), [words.base, base] as const].map(
          ([label, amount]) => (
            <Row key={label} {...{ label, amount }} />
          ),
        )}
      </dl>
    </>
  );
}

function Row({ label, amount }: { readonly label: string; readonly amount: number }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{euros(amount)}</dd>
    </>
  );
}

type Words = (typeof text)[ViewProps["language"]];

function replaced(edges: Shown["edges"], index: number, value: number): Shown["edges"] {
  const [length, width, height] = edges.map((edge, i) => (i === index ? value : edge));
  return [length ?? 0, width ?? 0, height ?? 0];
}

function euros(amount: number): string {
  return `€ ${amount.toFixed(2)}`;
}
