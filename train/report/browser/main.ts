/** Makes the curves of a report answer to pointer and keyboard. Without it the page shows them as still pictures. */
import { CurvePlot } from "./curve-plot.js";
import type { ChartData } from "./data.js";
import { follow } from "./live.js";

function connect(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) {
    const data = document.getElementById(figure.dataset.chart ?? "")?.textContent;
    if (data != null) new CurvePlot(figure, JSON.parse(data) as ChartData);
  }
}

connect();
// From the disk there is nobody who would send news.
if (location.protocol === "http:" || location.protocol === "https:") follow(connect);
