/** The view of trend: `#/trend`. */
import { defineView } from "kilnjs/page";

export default defineView({
  titles: { en: "Trend", "zh-Hant": "疫情趨勢" },
  order: 2,
  component: () => import("./trend-view.js"),
});
