#!/usr/bin/env node
/** `npx kiln`: the compiled command line, or a word on how to get it. */
import { existsSync } from "node:fs";

const compiled = new URL("../dist/kiln.js", import.meta.url);
if (existsSync(compiled)) {
  const { run } = await import(compiled.href);
  await run?.();
} else {
  process.stderr.write("Kiln is not set up yet. Run `npm run setup` (or `npm start`, which also runs the demo).\n");
  process.exitCode = 1;
}
