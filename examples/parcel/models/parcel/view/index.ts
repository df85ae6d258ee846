/** Names the tab. The page reads it first, so that the view itself is in a file of its own. */
import { defineView } from "kilnjs/page";

export default defineView({
  titles: { en: "Parcels", "zh-Hant": "包裹" },
  component: () => import("./parcel-view.js"),
});
