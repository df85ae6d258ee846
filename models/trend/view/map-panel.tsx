/** The world map: its frame is there from the beginning, the picture comes when there are results. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DatedResult } from "../resources/latest-results.js";
import { type CardWords, HoverCard, type Spot } from "./hover-card.js";
import { cropToLand, markPlaces, placeAt, spotOf } from "./map-picture.js";
import type { Source } from "./source.js";
import { whileWanted } from "./use-source.js";

interface MapPanelProps {
  readonly source: Source | null;
  readonly theme: "light" | "dark";
  /** What a screen reader says of it. */
  readonly label: string;
  readonly waiting: string;
  /** ISO codes of the chosen country and of the one that is pointed at here or in the list. */
  readonly chosen: string | null;
  readonly pointed: string | null;
  readonly onPoint: (iso: string | null) => void;
  readonly onChoose: (iso: string) => void;
  /** What the card says of a code. */
  readonly describe: (iso: string) => { readonly name: string; readonly result: DatedResult | undefined };
  readonly words: CardWords;
}

/** Every place of it is in the list too, for those who do not use a pointer. */
export function MapPanel(props: MapPanelProps) {
  const { source, theme, label, waiting, chosen, pointed, onPoint, onChoose, describe, words } = props;
  const host = useRef<HTMLDivElement>(null);
  const [svg, setSvg] = useState<string | null>(null);
  const [fault, setFault] = useState("");
  const [spot, setSpot] = useState<Spot | null>(null);
  useEffect(() => {
    setFault("");
    if (source === null) {
      setSvg(null);
      return;
    }
    return whileWanted(source.map(theme, "110m"), (drawn) => {
      if (drawn instanceof Error) setFault(drawn.message);
      else setSvg(drawn);
    });
  }, [source, theme]);
  useLayoutEffect(() => {
    if (host.current === null) return;
    // The document is our own: charts/svg.ts makes every piece of it and escapes whatever a table says.
    host.current.innerHTML = svg ?? "";
    cropToLand(host.current, label);
  }, [svg, label]);
  // Last, and with the picture among its causes: a new picture has no marks.
  useLayoutEffect(() => {
    if (host.current !== null) markPlaces(host.current, { chosen, pointed });
  }, [svg, label, chosen, pointed]);
  // Pointed at in the list: the card stands at the country itself.
  const shown =
    pointed === null || host.current === null ? null : spot?.iso === pointed ? spot : spotOf(host.current, pointed);

  const follow = (event: PointerEvent): void => {
    const place = host.current === null ? null : placeAt(host.current, event);
    setSpot(place);
    onPoint(place?.iso ?? null);
  };
  const leave = (event: PointerEvent): void => {
    // A finger that was lifted has left too; what it touched stays.
    if (event.pointerType === "touch") return;
    setSpot(null);
    onPoint(null);
  };
  return (
    <div class="trend-map">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a second way; the list takes the keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        class="trend-map-picture"
        ref={host}
        aria-busy={svg === null}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={leave}
        onClick={(event) => {
          const place = host.current === null ? null : placeAt(host.current, event);
          if (place !== null && describe(place.iso).result !== undefined) onChoose(place.iso);
        }}
      />
      {svg === null && fault === "" ? <p class="trend-map-waiting soft">{waiting}</p> : null}
      {fault === "" ? null : (
        <p class="trend-map-waiting bad" role="alert">
          {fault}
        </p>
      )}
      {shown === null ? null : <HoverCard spot={shown} {...describe(shown.iso)} words={words} />}
    </div>
  );
}
