/**
 * `kilnjs/serve`: the HTTP server over a repository, in a program of one's own. Node only.
 *
 * @example
 * ```ts
 * const server = await createServer({
 *   repository: "published",
 *   registry: { parcel },
 *   host: "127.0.0.1",
 *   port: 0,
 *   reporter: silentReporter,
 * });
 * process.exitCode = await runUntilSignal(server, { reporter: silentReporter });
 * ```
 */
export type { ReloadSummary } from "../serve/catalog/catalog.js";
export type { AccessEntry } from "../serve/log/access-entry.js";
export { jsonAccessLog } from "../serve/log/access-log.js";
export type { Mount } from "../serve/mount.js";
export { type KilnApp, type KilnAppOptions, kilnApp } from "../serve/mounted-app.js";
export { defaultLimits, type ServeLimits, type ServeOptions } from "../serve/options.js";
export { createServer, type RunningServer } from "../serve/server.js";
export { runUntilSignal } from "../serve/signals.js";
