/**
 * The page without its network, and with threads on hosts that send no isolation headers.
 *
 * It answers for the page's own files and the list of models, and for nothing else: the API goes by it, and so do model
 * files, which the inference worker keeps and checks by their SHA-256 itself. Names with a hash never have other bytes and
 * come from the cache; the page and the list come from the network while there is one.
 *
 * Every answer gets the two headers that a browser asks for before it gives a page SharedArrayBuffer, and with it threads
 * of WebAssembly: on a host of files that sends none, the second visit is isolated by this.
 */

/** Written in by the build: what the page is made of, and a name that changes with it. */
declare const KILN_FILES: readonly string[];
declare const KILN_BUILD: string;

/** The parts of the scope that are used: TypeScript's own names for it exclude those of a page. */
interface ServiceScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: Lifetime) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}

interface Lifetime {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lifetime {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as ServiceScope;
const root = new URL(scope.registration.scope);
const PREFIX = "kiln-page-";
const CACHE = `${PREFIX}${KILN_BUILD}`;
const LIST = "models/index.json";

scope.addEventListener("install", (event) => event.waitUntil(fill()));
scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
scope.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer !== null) event.respondWith(answer.then(isolated));
});

/** Everything that the page needs to start; the browser has most of it from just now. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(["./", ...KILN_FILES].map((file) => new URL(file, root).href));
}

/** The page that is open already is served from here too, and files of older builds go. */
async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await scope.clients.claim();
}

function answerTo(request: Request): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  const name = url.pathname.slice(root.pathname.length);
  if (name === "" || name === "index.html") {
    return request.mode === "navigate" ? networkFirst(request, root.href) : null;
  }
  if (name === LIST) return networkFirst(request, url.href);
  return isForGood(name) ? cacheFirst(request) : null;
}

/** Names that never have other bytes. */
function isForGood(name: string): boolean {
  return /^[\w.-]+-[0-9A-Z]{8}\.(js|css)$/.test(name) || /^ort-[\d.]+\/[\w.-]+$/.test(name);
}

async function networkFirst(request: Request, key: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept !== undefined) return kept;
    throw error;
  }
}

async function cacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

function isolated(answer: Response): Response {
  // A redirect that is not followed here, or an answer that must not be read, cannot be made anew.
  if (answer.type === "opaque" || answer.type === "opaqueredirect" || answer.status === 0) return answer;
  const headers = new Headers(answer.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}
