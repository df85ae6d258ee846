/** The view `#/faces`: the latent space of a variational autoencoder, to be walked about in. */
import "./faces.css";
import { type SiteModel, siteFiles } from "kilnjs";
import type { ViewProps } from "kilnjs/page";
import { text as common, hashOf, useModel, ViewHead, wishOf } from "kilnjs/page";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { fittedOf, latentSize } from "../fitted.js";
import type { Method } from "../interpolate.js";
import { facesNotice } from "../notice.js";
import { drawLatents } from "../sampler.js";
import { DownloadsAndCode } from "./downloads-and-code.js";
import { DrawBar } from "./draw-bar.js";
import { farthestPair } from "./farthest.js";
import { Hero } from "./hero.js";
import { Interpolation } from "./interpolation.js";
import { OwnPicture } from "./own-picture.js";
import { optionsOf, Pad } from "./pad.js";
import { type Draw, latentOf, type Moves, pointText } from "./point.js";
import { SAMPLES, SampleGrid } from "./sample-grid.js";
import { Sliders } from "./sliders.js";
import { sampled } from "./state.js";
import { text } from "./text.js";
import { useFacesState } from "./use-faces-state.js";
import { useLater } from "./use-later.js";
import { type Picture, usePictures } from "./use-pictures.js";

/** The encoder is as large as the decoder, and waits for a picture of the visitor's own. */
const AT_ONCE = ["faces_decoder"];

/** What is made of the face in the middle – code, a link, its name – follows when a slider has rested so long, milliseconds. */
const REST = 250;

export default function FacesView({ site, language, query, setQuery, published }: ViewProps) {
  const words = text[language];
  const [opening, retry] = useModel(site, published.name, wishOf(query), AT_ONCE);
  const model = opening.kind === "open" ? opening.model : null;
  const fitted = useMemo(() => (model === null ? null : fittedOf(model.manifests)), [model]);
  const size = model === null ? 0 : latentSize(model.manifests);
  const [state, change] = useFacesState(query, size, setQuery);
  const [fault, setFault] = useState("");
  const [frames, setFrames] = useState<readonly Picture[]>([]);
  const { draw, face, method } = state;

  const samples = useMemo(
    () => (fitted === null ? [] : drawLatents(fitted, size, { ...draw, count: SAMPLES })),
    [fitted, size, draw.seed, draw.sampler, draw.temperature],
  );
  const at = useCallback(
    (point: typeof face) => (fitted === null ? null : latentOf(point, fitted, size)),
    [fitted, size],
  );
  const latent = useMemo(() => at(face), [at, face]);
  const picture = useRef<Picture>(undefined);
  const [hasPicture, setHasPicture] = useState(false);
  const onPicture = useCallback((next: Picture) => {
    picture.current = next;
    setHasPicture(true);
  }, []);
  const drawn = usePictures(model, "samples", samples, setFault, SAMPLES);
  const a = useMemo(() => at(state.a), [at, state.a]);
  const b = useMemo(() => at(state.b), [at, state.b]);

  const choose = useCallback((index: number) => change({ face: sampled(draw, index) }, "push"), [change, draw]);
  const move = useCallback(
    (moves: Moves) =>
      change(({ face: { base, moves: before } }) => ({ face: { base, moves: { ...before, ...moves } } }), "replace"),
    [change],
  );
  const onDraw = useCallback(
    (next: Draw) => change({ draw: next, face: sampled(next, 0) }, next.seed === draw.seed ? "replace" : "push"),
    [change, draw.seed],
  );
  const onMethod = useCallback((next: Method) => change({ method: next }, "replace"), [change]);
  const onSwap = useCallback(() => change((now) => ({ a: now.b, b: now.a }), "push"), [change]);
  const onFarthest = useCallback(() => {
    const [first, second] = farthestPair(samples);
    change({ a: sampled(draw, first), b: sampled(draw, second) }, "push");
  }, [change, samples, draw]);
  const onLatent = useCallback(
    (values: Float32Array) => change({ face: { base: { kind: "latent", values }, moves: {} } }, "push"),
    [change],
  );
  const rested = useLater(latent, REST);
  const code = useMemo(
    () => (rested === null ? null : { latent: rested, ...addresses(published, site.api?.root) }),
    [rested, published, site],
  );
  const { base } = face;
  const ofThisDraw = base.kind === "sample" && JSON.stringify(base.draw) === JSON.stringify(draw);
  const isMoved = Object.values(face.moves).some((by) => by !== 0);
  const label = `${base.kind === "latent" ? words.ownFace : words.faceOf(base.index, base.draw.seed)}${isMoved ? ` (${words.moved})` : ""}`;
  const simulated = model !== null && Object.values(model.manifests).some(({ training }) => training.data.simulated);
  const axes = state.axes ?? (fitted === null ? null : firstAxes(optionsOf(fitted, words)));
  return (
    <>
      <ViewHead language={language} query={query} setQuery={setQuery} state={opening} retry={retry}>
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </ViewHead>
      {fault === "" ? null : (
        <p class="bad" role="alert">
          {fault}
        </p>
      )}
      <div class="faces-layout">
        <div class="faces-samples stack">
          <DrawBar draw={draw} words={words} onDraw={onDraw} />
          <SampleGrid
            pictures={drawn}
            chosen={ofThisDraw && base.kind === "sample" ? base.index : null}
            seed={draw.seed}
            words={words}
            onChoose={choose}
          />
          <p class="soft faces-notice">
            {simulated ? <span class="stamp">{common[language].simulated}</span> : null}{" "}
            {model === null ? "" : facesNotice(simulated)}
          </p>
        </div>
        <div class="faces-face stack">
          <h2 class="visually-hidden">{words.face}</h2>
          <Hero model={model} latent={latent} label={label} onPicture={onPicture} onFault={setFault} />
          <div class="row">
            <button type="button" onClick={() => change({ a: face }, "push")}>
              {words.keepA}
            </button>
            <button type="button" onClick={() => change({ b: face }, "push")}>
              {words.keepB}
            </button>
            <button
              type="button"
              class="quiet"
              disabled={!isMoved}
              onClick={() => change({ face: { base, moves: {} } }, "push")}
            >
              {words.reset}
            </button>
          </div>
        </div>
        <div class="faces-two">
          {fitted === null || axes === null ? (
            <div class="faces-pad-waiting" aria-hidden="true">
              <div class="faces-pad" />
            </div>
          ) : (
            <Pad
              model={model}
              fitted={fitted}
              size={size}
              face={face}
              axes={axes}
              words={words}
              onAxes={(next) => change({ axes: next }, "replace")}
              onMoves={move}
              onFault={setFault}
            />
          )}
        </div>
        <div class="faces-change stack">
          <h2>{words.change}</h2>
          {fitted === null ? (
            <div class="faces-sliders-waiting" />
          ) : (
            <Sliders fitted={fitted} moves={face.moves} words={words} onMove={move} />
          )}
        </div>
      </div>
      <div class="faces-below">
        <Interpolation
          model={model}
          a={a}
          b={b}
          method={method}
          words={words}
          onMethod={onMethod}
          onSwap={onSwap}
          onFarthest={onFarthest}
          onFault={setFault}
          onFrames={setFrames}
        />
        <OwnPicture model={model} words={words} language={language} onLatent={onLatent} />
        <DownloadsAndCode
          face={picture}
          hasFace={hasPicture}
          samples={drawn}
          frames={frames}
          code={code}
          link={new URL(hashOf({ view: published.name, path: [], query }), document.baseURI).href}
          name={base.kind === "latent" ? "face" : `face-${pointText({ base, moves: {} })}`}
          words={words}
          language={language}
        />
      </div>
    </>
  );
}

/** Hair and outline, where the model has them: the two that the course report moves. */
function firstAxes(options: readonly (readonly [string, string])[]): readonly [string, string] {
  const names = options.map(([name]) => name);
  const [first = "", second = ""] = ["hair", "outline", ...names].filter((name) => names.includes(name));
  return [first, second];
}

/** Of the HTTP API (a host of files has none: then as `kiln serve` has it on one's own machine), and of the model. */
function addresses({ version }: SiteModel, root: string | undefined): { api: string; model: string } {
  const api = root === undefined ? "http://127.0.0.1:8080" : new URL(root, document.baseURI).href.replace(/\/$/, "");
  return { api, model: new URL(siteFiles.of("faces_decoder", version, "model.onnx"), document.baseURI).href };
}
