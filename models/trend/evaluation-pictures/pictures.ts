/** All pictures of an evaluation, by the names of their files. */
import { confusionPicture, reliabilityPicture, rocPicture } from "./answers.js";
import { correlationPicture } from "./correlation.js";
import { accuracyPicture, lossPicture } from "./curves.js";
import type { PicturesInput } from "./input.js";
import { mapPicture } from "./map.js";
import { worstWindowsPicture } from "./worst-windows.js";

/** SVG documents by name. What cannot be drawn is left out: curves without epochs, ROC and reliability of five classes. */
export function evaluationPictures(input: PicturesInput): Record<string, string> {
  const { evaluation } = input;
  const pictures: Record<string, string | null> = {
    correlation: correlationPicture(input),
    loss: lossPicture(input),
    accuracy: accuracyPicture(input),
    confusion: confusionPicture(evaluation),
    roc: rocPicture(evaluation),
    reliability: reliabilityPicture(evaluation),
    "largest-errors": worstWindowsPicture(evaluation),
    map: mapPicture(input),
  };
  return Object.fromEntries(Object.entries(pictures).filter((entry): entry is [string, string] => entry[1] !== null));
}
