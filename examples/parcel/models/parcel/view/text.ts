/** The words of the view. */
import type { Language } from "kilnjs/page";
import type { Zone } from "../contract.js";

interface ViewText {
  readonly title: string;
  readonly edges: readonly [length: string, width: string, height: string];
  readonly zone: string;
  readonly zones: Readonly<Record<Zone, string>>;
  readonly price: string;
  readonly base: string;
  /** Of a price: the edges or the destination are not what a parcel can have. */
  readonly refused: string;
}

/** See the header. */
export const text: Readonly<Record<Language, ViewText>> = {
  en: {
    title: "What does a parcel cost?",
    edges: ["Length (cm)", "Width (cm)", "Height (cm)"],
    zone: "Destination",
    zones: { local: "Local", country: "This country", continent: "This continent", world: "World" },
    price: "Price",
    base: "Destination",
    refused: "There is no price for this parcel:",
  },
  "zh-Hant": {
    title: "寄一個包裹要多少錢？",
    edges: ["長（公分）", "寬（公分）", "高（公分）"],
    zone: "目的地",
    zones: { local: "本地", country: "國內", continent: "洲內", world: "全世界" },
    price: "價格",
    base: "目的地",
    refused: "這個包裹沒有價格：",
  },
};
