/** The sentence that goes with every picture the model made. */

/** @param drawn true when the model was trained on drawn faces only. */
export function facesNotice(drawn: boolean): string {
  return drawn
    ? "Made by a model that was trained on simulated data, drawn faces: nobody looks like this."
    : "Made by a model, not taken by a camera: nobody in these pictures exists.";
}
