/** `npm run build`: only the compilation, skipped when the sources are those of the last one. */
import { project as projectAt } from "./project.mjs";
import { setUp, underSignals } from "./setup.mjs";
import { compile } from "./steps/compile.mjs";
import { library } from "./steps/library.mjs";
import { notices } from "./steps/notices.mjs";
import { barePage, page } from "./steps/page.mjs";
import { reportScript } from "./steps/report-script.mjs";
import { vendor } from "./steps/vendor.mjs";

const project = projectAt();
const steps = [
  compile(project),
  vendor(project),
  notices(project),
  barePage(project),
  page(project),
  library(project),
  reportScript(project),
];
const done = await underSignals((signal) => setUp({ project, signal, steps }));
if (done === 0) process.stderr.write("dist/ is up to date.\n");
