#!/usr/bin/env node
/** `npx kiln`: the compiled command line, or a word on how to get it. */

/** @param {unknown} error */
function isMissingFile(error) {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

try {
  const { run } = await import("../dist/cli/kiln.js");
  await run();
} catch (error) {
  // Compiled Kiln or one of its packages: setup brings both.
  if (!isMissingFile(error)) throw error;
  process.stderr.write("Kiln is not set up yet. Run `npm run setup` (or `npm start`, which also runs the demo).\n");
  if (process.env.KILN_DEBUG === "1") process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
