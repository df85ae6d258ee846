/** `node dist/web/build/main.js ROOT OUT`: makes the page. Called by setup/steps/page.mjs. */
import { bundlePage } from "./bundle.js";

const [root = ".", out = "dist/page"] = process.argv.slice(2);
const { files, bytes } = await bundlePage(root, out);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
