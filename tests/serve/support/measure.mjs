/**
 * Measures a running server by hand: latency of one operation under a closed loop of connections, and of /healthz
 * meanwhile. Not part of the suite: figures depend on the machine, and docs/serve.md says on which they were taken.
 *
 *   node tests/serve/support/measure.mjs http://127.0.0.1:8080 /v1/trend/classify request.json [connections=16] [seconds=10]
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const [base, path, file, connections = "16", seconds = "10"] = process.argv.slice(2);
if (base === undefined || path === undefined || file === undefined) {
  console.error("usage: node measure.mjs <url> <path> <request.json> [connections] [seconds]");
  process.exit(2);
}
const body = readFileSync(file);

/** One request; resolves with its status and milliseconds from sending to the last byte. */
function ask(target, method, agent, payload) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const headers =
      payload === undefined ? {} : { "Content-Type": "application/json", "Content-Length": payload.length };
    const outgoing = request(new URL(target, base), { method, agent, headers }, (response) => {
      response.on("end", () => resolve({ status: response.statusCode, milliseconds: performance.now() - start }));
      response.resume();
    });
    outgoing.on("error", reject);
    outgoing.end(payload);
  });
}

function summary(samples) {
  const sorted = samples.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
}

const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const probes = new Agent({ keepAlive: true });
for (let i = 0; i < 200; i++) await ask(path, "POST", agent, body);

const answers = [];
const health = [];
const end = performance.now() + Number(seconds) * 1000;
const clients = Array.from({ length: Number(connections) }, async () => {
  while (performance.now() < end) answers.push(await ask(path, "POST", agent, body));
});
while (performance.now() < end) {
  health.push(await ask("/healthz", "GET", probes));
  await delay(20);
}
await Promise.all(clients);
const failed = answers.filter(({ status }) => status !== 200).length;
console.log(
  `${path}: ${connections} connections, ${(answers.length / Number(seconds)).toFixed(0)} requests/s, ${summary(answers)}`,
);
console.log(`/healthz meanwhile: ${summary(health)}; answers that were not 200: ${failed}`);
agent.destroy();
probes.destroy();
