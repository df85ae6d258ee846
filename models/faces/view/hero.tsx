/** The face in the middle. It draws itself: what stands around it is not drawn anew for each picture of a moving slider. */

import type { OpenModel } from "kilnjs/page";
import { PixelCanvas } from "kilnjs/page";
import { memo } from "preact/compat";
import { useEffect, useMemo } from "preact/hooks";
import { FACE_SIZE } from "../face-size.js";
import { type Picture, usePictures } from "./use-pictures.js";

interface HeroProps {
  readonly model: OpenModel | null;
  readonly latent: Float32Array | null;
  readonly label: string;
  /** Told of each picture. */
  readonly onPicture: (picture: Picture) => void;
  readonly onFault: (reason: string) => void;
}

export const Hero = memo(function Hero({ model, latent, label, onPicture, onFault }: HeroProps) {
  const latents = useMemo(() => (latent === null ? [] : [latent]), [latent]);
  const [picture] = usePictures(model, "face", latents, onFault);
  useEffect(() => {
    if (picture !== undefined) onPicture(picture);
  }, [picture, onPicture]);
  return (
    <figure class="faces-hero">
      <PixelCanvas width={FACE_SIZE} height={FACE_SIZE} data={picture ?? null} label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
});
