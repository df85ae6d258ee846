/** Two sliders as one field: a face for each place of it lies underneath, and the handle moves among them. */

import type { OpenModel } from "kilnjs/page";
import { PixelCanvas } from "kilnjs/page";
import { useMemo, useRef } from "preact/hooks";
import { FACE_SIZE } from "../face-size.js";
import type { FacesFitted } from "../fitted.js";
import { FARTHEST, latentOf, type Moves, type Point, sliderOf } from "./point.js";
import type { FacesText } from "./text.js";
import { useLater } from "./use-later.js";
import { usePictures } from "./use-pictures.js";

/** Faces along each side of the field. */
const SIDE = 5;
/** The faces underneath wait until nothing has moved for so long, in milliseconds. */
const QUIET = 250;

interface PadProps {
  readonly model: OpenModel | null;
  readonly fitted: FacesFitted;
  readonly size: number;
  readonly face: Point;
  readonly axes: readonly [string, string];
  readonly words: FacesText;
  readonly onAxes: (axes: readonly [string, string]) => void;
  readonly onMoves: (moves: Moves) => void;
  readonly onFault: (reason: string) => void;
}

/** Up is more, as on a sheet of graph paper. */
export function Pad({ model, fitted, size, face, axes, words, onAxes, onMoves, onFault }: PadProps) {
  const field = useRef<HTMLDivElement>(null);
  const [across, up] = axes;
  const { base, moves } = face;
  // The field shows what lies around, so the place of the handle itself does not change it.
  const around = useLater(
    useMemo(() => ({ base, moves: { ...moves, [across]: 0, [up]: 0 } }), [base, withoutAxes(moves, axes), across, up]),
    QUIET,
  );
  const latents = useMemo(
    () =>
      Array.from({ length: SIDE * SIDE }, (_, i) => {
        const at = { [across]: placeOf(i % SIDE), [up]: -placeOf(Math.floor(i / SIDE)) };
        return latentOf({ base: around.base, moves: { ...around.moves, ...at } }, fitted, size);
      }),
    [around, across, up, fitted, size],
  );
  const pictures = usePictures(model, "pad", latents, onFault);
  const options = optionsOf(fitted, words);
  const move = (event: PointerEvent): void => {
    const box = field.current?.getBoundingClientRect();
    if (box === undefined) return;
    const share = (at: number, start: number, length: number): number =>
      Math.min(FARTHEST, Math.max(-FARTHEST, ((at - start) / length - 0.5) * 2 * FARTHEST));
    onMoves({
      [across]: share(event.clientX, box.left, box.width),
      [up]: -share(event.clientY, box.top, box.height),
    });
  };
  const [x, y] = [moves[across] ?? 0, moves[up] ?? 0];
  const range = (label: string, name: string, value: number) => (
    <input
      type="range"
      class="faces-pad-axis"
      aria-label={`${label}: ${options.find(([one]) => one === name)?.[1] ?? name}`}
      min={-FARTHEST}
      max={FARTHEST}
      step={0.05}
      value={value}
      onInput={(event) => onMoves({ [name]: Number(event.currentTarget.value) })}
    />
  );
  const select = (label: string, place: 0 | 1) => (
    <label class="field">
      <span>{label}</span>
      <select
        value={axes[place]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onAxes(place === 0 ? [chosen, up === chosen ? across : up] : [across === chosen ? up : across, chosen]);
        }}
      >
        {options.map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <section class="stack" aria-labelledby="faces-pad">
      <h3 id="faces-pad">{words.pad}</h3>
      <div
        ref={field}
        class="faces-pad"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          move(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event);
        }}
      >
        {latents.map((_, i) => (
          <PixelCanvas key={i} width={FACE_SIZE} height={FACE_SIZE} data={pictures[i] ?? null} />
        ))}
        {range(words.across, across, x)}
        {range(words.down, up, y)}
        <span class="faces-pad-handle" style={{ left: `${percent(x)}%`, top: `${percent(-y)}%` }} aria-hidden="true" />
      </div>
      <p class="soft">{words.padHint}</p>
      <div class="row">
        {select(words.across, 0)}
        {select(words.down, 1)}
      </div>
    </section>
  );
}

/** The sliders that there are, by name and title. */
export function optionsOf({ attributes, dimensions }: FacesFitted, words: FacesText): [name: string, title: string][] {
  return [
    ...attributes.map(({ name, title }): [string, string] => [name, words.known[name] ?? title]),
    ...dimensions.map(({ index }): [string, string] => [sliderOf(index), words.number(index)]),
  ];
}

function placeOf(step: number): number {
  return -FARTHEST + (2 * FARTHEST * step) / (SIDE - 1);
}

function percent(value: number): number {
  return ((value + FARTHEST) / (2 * FARTHEST)) * 100;
}

function withoutAxes(moves: Moves, [across, up]: readonly [string, string]): string {
  return JSON.stringify({ ...moves, [across]: 0, [up]: 0 });
}
