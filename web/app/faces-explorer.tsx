/** Moves through the latent space of `faces`: samples of a seed, sliders that redraw while they are dragged, a way from A to B. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { fittedOf, latentSize } from "../../models/faces/fitted.js";
import { pathBetween } from "../../models/faces/interpolate.js";
import { facesNotice } from "../../models/faces/notice.js";
import { drawLatents } from "../../models/faces/sampler.js";
import { toPictures } from "../../models/faces/sheet.js";
import { makeTensor } from "../../models/tensor.js";
import type { OpenModel } from "../inference/types.js";
import { FaceCanvas } from "./face-canvas.js";

/** Faces of a seed, in rows that fit any screen. */
const SAMPLES = 24;
/** Pictures from A to B, both included. */
const STRIP = 9;
/** Latent numbers with a slider: those that change a picture most. */
const SLIDERS = 8;

/** How far each slider is from where the face was, in standard deviations. */
type Offsets = Readonly<Record<string, number>>;

/** The explorer of an open version of `faces@1`. */
export function FacesExplorer({ model }: { readonly model: OpenModel }) {
  const fitted = fittedOf(model.manifests);
  const size = latentSize(model.manifests);
  const simulated = Object.values(model.manifests).some(({ training }) => training.data.simulated);
  const [seed, setSeed] = useState(1);
  const [chosen, setChosen] = useState(0);
  const [offsets, setOffsets] = useState<Offsets>({});
  const [samples, setSamples] = useState<readonly Uint8Array[]>([]);
  const [face, setFace] = useState<Uint8Array | null>(null);
  const [ends, setEnds] = useState<{ readonly a?: Float32Array; readonly b?: Float32Array }>({});
  const [strip, setStrip] = useState<readonly Uint8Array[]>([]);

  const latents = useMemo(
    () => drawLatents(fitted, size, { seed, count: SAMPLES, sampler: "mixture", temperature: 1 }),
    [fitted, size, seed],
  );
  const latent = useMemo(() => {
    const moved = Float32Array.from(latents[chosen] ?? new Float32Array(size));
    const add = (by: number, direction: readonly number[]): void => {
      for (const [i, value] of moved.entries()) moved[i] = value + by * (direction[i] ?? 0);
    };
    for (const { name, direction } of fitted.attributes) add(offsets[name] ?? 0, direction);
    for (const { index, deviation } of fitted.dimensions) {
      moved[index] = (moved[index] ?? 0) + (offsets[`z${index}`] ?? 0) * deviation;
    }
    return moved;
  }, [latents, chosen, offsets, fitted, size]);

  useDecoded(model, "samples", latents, setSamples);
  useDecoded(
    model,
    "face",
    useMemo(() => [latent], [latent]),
    (pictures) => setFace(pictures[0] ?? null),
  );
  const path = useMemo(
    () => (ends.a === undefined || ends.b === undefined ? [] : pathBetween(ends.a, ends.b, STRIP, "slerp")),
    [ends],
  );
  useDecoded(model, "strip", path, setStrip);

  const choose = (index: number): void => {
    setChosen(index);
    setOffsets({});
  };
  const again = (next: number): void => {
    setSeed(next);
    choose(0);
  };
  const slide = (name: string) => (value: number) => setOffsets((now) => ({ ...now, [name]: value }));
  return (
    <section aria-labelledby="explore-faces">
      <h3 id="explore-faces">Explore</h3>
      <p class="soft">{facesNotice(simulated)}</p>
      <div class="row">
        <label>
          Seed{" "}
          <input
            type="number"
            value={seed}
            onChange={(event) => {
              const value = Number(event.currentTarget.value);
              if (Number.isSafeInteger(value)) again(value);
            }}
          />
        </label>
        <button type="button" class="quiet" onClick={() => again(seed - 1)}>
          Seed before
        </button>
        <button type="button" class="quiet" onClick={() => again(seed + 1)}>
          Next seed
        </button>
      </div>
      <fieldset class="faces">
        <legend>Faces of this seed</legend>
        {latents.map((_, i) => (
          <button
            key={i}
            type="button"
            class="face"
            aria-pressed={i === chosen}
            aria-label={`Face ${i + 1}`}
            onClick={() => choose(i)}
          >
            <FaceCanvas pixels={samples[i] ?? null} />
          </button>
        ))}
      </fieldset>
      <div class="explorer">
        <figure>
          <FaceCanvas pixels={face} label={`Face ${chosen + 1} of seed ${seed}, as the sliders have it`} />
          <figcaption class="row">
            <button type="button" class="quiet" onClick={() => setOffsets({})}>
              As it was
            </button>
            <button type="button" class="quiet" onClick={() => setEnds((now) => ({ ...now, a: latent }))}>
              Keep as A
            </button>
            <button type="button" class="quiet" onClick={() => setEnds((now) => ({ ...now, b: latent }))}>
              Keep as B
            </button>
          </figcaption>
        </figure>
        <div class="sliders">
          {fitted.attributes.map(({ name, title, low, high }) => (
            <Slider key={name} label={`${title}: ${low} – ${high}`} value={offsets[name] ?? 0} onInput={slide(name)} />
          ))}
          {fitted.dimensions.slice(0, SLIDERS).map(({ index }) => (
            <Slider
              key={index}
              label={`latent number ${index + 1}`}
              value={offsets[`z${index}`] ?? 0}
              onInput={slide(`z${index}`)}
            />
          ))}
        </div>
      </div>
      <div aria-live="polite">
        {path.length === 0 ? (
          <p class="soft">Keep one face as A and another as B to see the way between them.</p>
        ) : (
          <div class="strip">
            {path.map((_, i) => (
              <FaceCanvas key={i} pixels={strip[i] ?? null} label={`Step ${i + 1} of ${STRIP} from A to B`} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

function Slider(props: { readonly label: string; readonly value: number; readonly onInput: (value: number) => void }) {
  const { label, value, onInput } = props;
  return (
    <label class="slider">
      <span>{label}</span>
      <input
        type="range"
        min={-3}
        max={3}
        step={0.05}
        value={value}
        onInput={(event) => onInput(Number(event.currentTarget.value))}
      />
    </label>
  );
}

/**
 * Decodes latent vectors whenever they change. Of changes that come faster than pictures only the latest is asked for, and
 * what was asked before is still shown until then: a slider draws while it moves, not when it stops.
 */
function useDecoded(
  model: OpenModel,
  lane: string,
  latents: readonly Float32Array[],
  show: (pictures: readonly Uint8Array[]) => void,
): void {
  const latest = useRef(show);
  latest.current = show;
  const asked = useRef(0);
  const shown = useRef(0);
  // Before the frame, not after it: a slider must be seen to move the face.
  useLayoutEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    const draw = (pictures: readonly Uint8Array[]): void => {
      // An answer that comes after a later one's is old news.
      if (mine < shown.current) return;
      shown.current = mine;
      latest.current(pictures);
    };
    const size = latents[0]?.length ?? 0;
    if (size === 0) {
      draw([]);
      return;
    }
    const data = new Float32Array(latents.length * size);
    latents.forEach((latent, row) => {
      data.set(latent, row * size);
    });
    model.infer("faces_decoder", { latent: makeTensor("float32", [latents.length, size], data) }, { lane }).then(
      ({ image }) => {
        if (image !== undefined) draw(toPictures(image.data));
      },
      (error: unknown) => {
        // Overtaken by a later one, or closed: whoever did that shows what comes instead.
        if (!(error instanceof DOMException && error.name === "AbortError")) console.error(error);
      },
    );
  }, [model, lane, latents]);
}
