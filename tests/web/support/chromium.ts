/** A real Chromium for the tests of the page: the one that the bench drives. */
export { chromiumFile, startBrowser } from "../../../bench/web/chromium.js";
