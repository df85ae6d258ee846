/** The view of faces: `#/faces`. */
import { defineView } from "kilnjs/page";

export default defineView({
  titles: { en: "Faces", "zh-Hant": "人臉" },
  order: 1,
  component: () => import("./faces-view.js"),
});
