/** The way from one face to another: as a strip, and as one face that changes. */

import type { OpenModel } from "kilnjs/page";
import { Choice, PixelCanvas, Slider } from "kilnjs/page";
import { memo } from "preact/compat";
import { useEffect, useMemo, useState } from "preact/hooks";
import { FACE_SIZE } from "../face-size.js";
import { type Method, methods, pathBetween } from "../interpolate.js";
import type { FacesText } from "./text.js";
import { type Picture, usePictures } from "./use-pictures.js";

/** Pictures of the morph, both ends included; every third one is in the strip. */
const FRAMES = 25;
const STRIDE = 3;
const FRAMES_A_SECOND = 20;

interface InterpolationProps {
  readonly model: OpenModel | null;
  readonly a: Float32Array | null;
  readonly b: Float32Array | null;
  readonly method: Method;
  readonly words: FacesText;
  readonly onMethod: (method: Method) => void;
  readonly onSwap: () => void;
  readonly onFarthest: () => void;
  readonly onFault: (reason: string) => void;
  /** The frames, whenever all of them are there. */
  readonly onFrames: (frames: readonly Picture[]) => void;
}

/** It is drawn anew only when its ends or its place change, not while a slider moves. */
export const Interpolation = memo(function Interpolation(props: InterpolationProps) {
  const { model, a, b, method, words, onMethod, onSwap, onFarthest, onFault, onFrames } = props;
  const path = useMemo(() => (a === null || b === null ? [] : pathBetween(a, b, FRAMES, method)), [a, b, method]);
  const pictures = usePictures(model, "way", path, onFault);
  const [place, setPlace] = useState(0);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    const whole = pictures.filter((picture) => picture !== undefined);
    if (whole.length === FRAMES) onFrames(whole);
  }, [pictures, onFrames]);
  useEffect(() => {
    if (!playing) return;
    // There and back again, without a jump.
    let step = place;
    const timer = setInterval(() => {
      step = (step + 1) % (2 * FRAMES - 2);
      setPlace(step < FRAMES ? step : 2 * FRAMES - 2 - step);
    }, 1000 / FRAMES_A_SECOND);
    return () => clearInterval(timer);
  }, [playing]);
  const strip = Array.from({ length: (FRAMES - 1) / STRIDE + 1 }, (_, i) => i * STRIDE);
  return (
    <section class="panel stack" aria-labelledby="faces-way">
      <h2 id="faces-way">{words.way}</h2>
      <p class="soft">{words.wayLead}</p>
      <div class="faces-way">
        <PixelCanvas
          class="faces-morph"
          width={FACE_SIZE}
          height={FACE_SIZE}
          data={pictures[place] ?? null}
          label={words.step(place + 1, FRAMES)}
        />
        <div class="stack">
          <div class="faces-strip">
            {strip.map((frame, i) => (
              <button
                key={frame}
                type="button"
                aria-label={words.step(i + 1, strip.length)}
                aria-pressed={frame === place}
                onClick={() => setPlace(frame)}
              >
                <PixelCanvas width={FACE_SIZE} height={FACE_SIZE} data={pictures[frame] ?? null} />
                <span aria-hidden="true">{i === 0 ? "A" : i === strip.length - 1 ? "B" : ""}</span>
              </button>
            ))}
          </div>
          <Slider
            label={words.position}
            value={place / (FRAMES - 1)}
            minimum={0}
            maximum={1}
            step={1 / (FRAMES - 1)}
            middle={0}
            onInput={(value) => setPlace(Math.round(value * (FRAMES - 1)))}
          />
          <div class="row">
            <button type="button" onClick={() => setPlaying(!playing)} disabled={path.length === 0}>
              {playing ? words.pause : words.play}
            </button>
            <button type="button" class="quiet" onClick={onSwap}>
              {words.swap}
            </button>
            <button type="button" class="quiet" onClick={onFarthest}>
              {words.farthest}
            </button>
            <Choice
              label={words.method}
              showLabel={false}
              value={method}
              options={methods.map((value) => ({ value, label: words.methods[value] }))}
              onChange={onMethod}
            />
          </div>
        </div>
      </div>
    </section>
  );
});
