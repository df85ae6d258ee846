/**
 * A closed loop: so many clients, each asking again as soon as it is answered. The load is `wrk` (apt install wrk): written in
 * C, it leaves the machine to those who are measured.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { FailedError } from "../../../core/errors.js";

/** What came of it; times in ms. */
export interface Loop {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
}

/** Posts a body again and again; the last line is for us. */
export const wrkScript = (bodyFile: string): string => `
wrk.method = "POST"
local file = io.open(${JSON.stringify(bodyFile)}, "rb")
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"rate":%f,"p50":%f,"p99":%f,"errors":%d}\\n', summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.status + e.connect + e.read + e.write + e.timeout))
end
`;

/** @throws FailedError when `wrk` is not installed or fails. */
export async function closedLoop(
  url: string,
  script: string,
  { clients, seconds, signal }: { clients: number; seconds: number; signal: AbortSignal },
): Promise<Loop> {
  const args = ["-t1", `-c${clients}`, `-d${seconds}s`, "--timeout", "30s", "-s", script, url];
  const child = spawn("wrk", args, { stdio: ["ignore", "pipe", "inherit"], signal });
  const [said] = await Promise.all([text(child.stdout), once(child, "exit")]).catch((cause) => {
    throw new FailedError("wrk cannot be run", { next: "Install it: apt-get install wrk", cause });
  });
  const line = said.split("\n").find((one) => one.startsWith('{"rate"'));
  if (line === undefined) throw new FailedError(`wrk says: ${said.slice(0, 300)}`);
  return JSON.parse(line) as Loop;
}
