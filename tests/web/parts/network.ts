/** What comes over the network, what need not, and what must not be believed. */
import { expect, it } from "vitest";
import { bytesOf, keptBytesOf, measureTransfer, webGpuFilesOf } from "../../../tools/bench/web/transfer.js";
import { newVisitor, pixelsOf, status, type Visited, visit } from "../support/visit.js";

/** Tests of loading over a server that is running by then. */
export function networkTests(site: () => Visited): void {
  it("loads nothing the second time, and works without the network then", async () => {
    const page = await visit(site(), "#/faces?on=wasm-threads", await newVisitor(site().browser));
    await status(page);
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
    await page.waitForFunction("navigator.serviceWorker.controller !== null");
    // What was loaded before the service worker was there comes by it now.
    await page.reload();
    await status(page);
    const sent: number[] = [];
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    client.on("Network.loadingFinished", ({ encodedDataLength }) => sent.push(encodedDataLength));
    await page.reload();
    await status(page);
    // The page and its list are asked for, and are answered by "not modified"; scripts, runtime and model are not asked for.
    expect(sent.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(6000);
    await page.context().setOffline(true);
    await page.reload();
    expect(await status(page)).toMatch(/WebAssembly/);
    const { data } = await pixelsOf(page.locator(".faces-cell canvas").first());
    expect(data.some((level) => level > 0)).toBe(true);
    await page.context().close();
  });

  it("sends at most 4 MB for a first visit on WebAssembly, nothing of WebGPU's, and no file twice", async () => {
    const { first, second } = await measureTransfer(site().url, "wasm-threads", false);
    expect(first.find(({ path }) => path.endsWith("threaded.wasm"))?.encoding).toBe("br");
    expect(bytesOf(first)).toBeLessThan(4e6);
    expect(webGpuFilesOf(first)).toEqual([]);
    expect(keptBytesOf(second)).toBe(0);
  });

  it("fetches WebGPU's runtime where WebGPU is used", async () => {
    const { first, second } = await measureTransfer(site().url, "webgpu", true);
    expect(webGpuFilesOf(first).map(({ path }) => path.split(".").at(-1))).toEqual(
      expect.arrayContaining(["mjs", "wasm"]),
    );
    expect(keptBytesOf(second)).toBe(0);
  });

  it("refuses a model that was changed on the wire, and keeps nothing of it", async () => {
    const page = await visit(site(), "#/models", await newVisitor(site().browser));
    await page.context().route("**/trend/*/model.onnx", async (route) => {
      const response = await route.fetch();
      const body = Buffer.from(await response.body());
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      await route.fulfill({ response, body });
    });
    await page.goto(`${site().url}/#/models/trend`);
    expect(await status(page)).toMatch(/not the one that was published/);
    await page.context().unroute("**/trend/*/model.onnx");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".running").waitFor();
    await page.context().close();
  });

  it("says so when the network goes before the model came, and goes on when it is back", async () => {
    const page = await visit(site(), "#/models/trend?on=wasm", await newVisitor(site().browser));
    await page.route("**/models/trend/**", (route) => route.abort());
    await page.reload();
    expect(await status(page)).toMatch(/cannot be reached/);
    await page.unroute("**/models/trend/**");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".running").waitFor();
    await page.context().close();
  });

  it("has something to do, and says how far it is, while a slow network brings the model", async () => {
    const context = await newVisitor(site().browser);
    let go = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    await context.route("**/faces_decoder/*/model*.onnx", async (route) => {
      await slow;
      await route.continue();
    });
    const page = await visit(site(), "#/faces", context);
    await page.getByText("Loading 0.0 of").waitFor();
    const before = await page.locator(".faces-grid").boundingBox();
    await page.getByRole("button", { name: "Next seed" }).click();
    expect(await page.getByRole("spinbutton", { name: "Seed" }).inputValue()).toBe("2");
    go();
    await status(page);
    expect(await page.locator(".faces-grid").boundingBox()).toEqual(before);
    await page.getByText("Face 0 of seed 2").first().waitFor();
    await context.close();
  });

  it("tells when a model's worker is killed, and opens it again", async () => {
    const context = await newVisitor(site().browser);
    await context.addInitScript(() => {
      // The page's own workers, so that the test can break one as a crash would.
      const scope = globalThis as unknown as { Worker: new (...args: unknown[]) => EventTarget; made: EventTarget[] };
      const Native = scope.Worker;
      scope.made = [];
      scope.Worker = class extends Native {
        constructor(...args: unknown[]) {
          super(...args);
          scope.made.push(this);
        }
      };
    });
    const page = await visit(site(), "#/models/trend?on=wasm", context);
    await status(page);
    await page.evaluate(() => {
      const { made } = globalThis as unknown as { made: EventTarget[] };
      made.at(-1)?.dispatchEvent(Object.assign(new Event("error"), { message: "out of memory" }));
    });
    await page.getByText("out of memory").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".running").waitFor();
    await context.close();
  });
}
