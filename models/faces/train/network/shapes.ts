/** The network's shape, as a list of its layers: from it come the first weights and the forward pass alike. */
import { FACE_SIZE } from "../../face-size.js";
import type { FacesSettings } from "../settings.js";

/** What the network's shape depends on. */
export type NetworkSettings = Pick<FacesSettings, "latent" | "width" | "hidden" | "upsampling">;

/** Channels of the four convolutions, from the picture inwards; each halves the side, down to 4. */
export function channelsOf({ width }: Pick<NetworkSettings, "width">): readonly [number, number, number, number] {
  return [width, 2 * width, 4 * width, 4 * width];
}

/** Side of the innermost pictures. */
export const INNER_SIDE = FACE_SIZE / 16;

/** Colour channels. */
export const COLOURS = 3;
