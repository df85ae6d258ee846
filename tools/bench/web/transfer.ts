/** Bytes over the wire: of a first visit and of a second one with the same profile. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { startVisitor } from "./chromium.js";
import { startRelay, type WireAnswer } from "./relay.js";
import { settled, visitFaces } from "./visit.js";

/** What a visitor was sent. */
export interface Transfer {
  readonly backend: string;
  readonly first: readonly WireAnswer[];
  readonly second: readonly WireAnswer[];
}

/** Visits the faces view twice through a relay. @param webgpu whether the browser has WebGPU. */
export async function measureTransfer(url: string, backend: string, webgpu: boolean): Promise<Transfer> {
  const folder = await mkdtemp(join(tmpdir(), "kiln-visitor-"));
  const relay = await startRelay(url);
  try {
    const visitor = await startVisitor(folder, { webgpu });
    try {
      const visit = async (): Promise<WireAnswer[]> => {
        await visited(visitor, relay.url, backend);
        return relay.taken();
      };
      return { backend, first: await visit(), second: await visit() };
    } finally {
      await visitor.close();
    }
  } finally {
    await relay.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function visited(visitor: BrowserContext, url: string, backend: string): Promise<void> {
  const page = await visitFaces(visitor, url, backend);
  await settled(page);
  await page.close();
}

/** All bytes, heads of the answers included. */
export function bytesOf(answers: readonly WireAnswer[]): number {
  return answers.reduce((sum, { head, body }) => sum + head + body, 0);
}

/** What a browser asks for at each visit, to hear that it has not changed. */
const askedAgain = ["/", "/models/index.json", "/service-worker.js"];

/** Bytes of scripts, runtime and models: of everything but what each visit asks for by its checksum. */
export function keptBytesOf(answers: readonly WireAnswer[]): number {
  return bytesOf(answers.filter(({ path }) => !askedAgain.includes(path)));
}

/** Answers that are files of the WebGPU runtime. */
export function webGpuFilesOf(answers: readonly WireAnswer[]): WireAnswer[] {
  return answers.filter(({ path }) => /asyncify|jsep|jspi/.test(path));
}
