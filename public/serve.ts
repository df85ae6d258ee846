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
export {
  type AccessEntry,
  createServer,
  defaultLimits,
  jsonAccessLog,
  type Mount,
  type ReloadSummary,
  type RunningServer,
  runUntilSignal,
  type ServeLimits,
  type ServeOptions,
} from "../serve/server.js";
