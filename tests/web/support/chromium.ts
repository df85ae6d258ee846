/** A real Chromium for the tests of the page: the one that the bench drives. */
export { chromiumFile, startBrowser } from "../../../tools/bench/web/chromium.js";
