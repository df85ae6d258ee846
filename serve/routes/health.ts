/** `/healthz`: the process answers. `/readyz`: it should get requests. */
import type { Hono } from "hono";
import type { ServerEnv, ServerState } from "../state.js";
import { readOnly } from "./allowed-methods.js";

/** Mounts the probes. */
export function mountHealth(app: Hono<ServerEnv>, state: ServerState): void {
  readOnly(app, "/healthz", (c) => c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" }));
  readOnly(app, "/readyz", (c) => {
    const pool = state.catalog.current?.pool;
    const executors = { ready: pool?.ready ?? 0, of: pool?.size ?? state.options.executors };
    const status = readiness(state, executors.ready);
    return c.json({ status, executors }, status === "ready" ? 200 : 503, { "Cache-Control": "no-store" });
  });
}

function readiness(state: ServerState, ready: number): "ready" | "starting" | "draining" | "no executor" {
  if (state.phase !== "serving") return state.phase;
  return ready > 0 ? "ready" : "no executor";
}
