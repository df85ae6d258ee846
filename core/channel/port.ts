/** A way to the other side and back: to a Web Worker here; `system/ports.ts` has those to threads and processes. */

/** Memory that changes hands instead of being copied. */
export type Transfer = readonly ArrayBuffer[];

/** The end of the side that asks. */
export interface AskingPort {
  post(message: unknown, transfer?: Transfer): void;
  /** @param ended is called when the other side is gone, with half a sentence on how: "ended with exit code 1". */
  listen(hear: (message: unknown) => void, ended: (how: string) => void): void;
}

/** The end of the side that answers: when the other one is gone, nobody hears it, and it is ended. */
export interface AnsweringPort {
  post(message: unknown, transfer?: Transfer): void;
  listen(hear: (message: unknown) => void): void;
}

/** What is used of a Web Worker, seen from its page. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "error", listener: (event: { readonly message?: string }) => void): void;
  addEventListener(type: "messageerror", listener: () => void): void;
}

/** The way to a Web Worker. */
export function workerPort(worker: WorkerLike): AskingPort {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen: (hear, ended) => {
      worker.addEventListener("message", ({ data }) => hear(data));
      worker.addEventListener("error", ({ message }) => ended(message || "its script cannot be loaded"));
      worker.addEventListener("messageerror", () => ended("an answer of it cannot be read"));
    },
  };
}

/** The part of a worker's global scope that is used: TypeScript's own names for it are those of a page. */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** The way back, from inside of a Web Worker. */
export function pagePort(): AnsweringPort {
  const scope = globalThis as unknown as WorkerScope;
  return {
    post: (message, transfer = []) => scope.postMessage(message, [...transfer]),
    listen: (hear) => scope.addEventListener("message", ({ data }) => hear(data)),
  };
}
