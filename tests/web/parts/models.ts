/** The models view: the proof, the contract, and a form for a model that the page knows nothing of. */
import { expect, it } from "vitest";
import { leave, status, type Visited, visit } from "../support/visit.js";

/** Tests of the view over a server that is running by then. */
export function modelsTests(site: () => Visited): void {
  it("shows each runtime's differences and measures this browser's again", async () => {
    const page = await visit(site(), "#/models/faces?on=wasm-threads&files=exact");
    expect(await status(page)).toMatch(/\d+ threads/);
    const rows = await page.locator("tr:has-text('this browser')").allInnerTexts();
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toContain("passes");
      for (const [figure] of row.matchAll(/\d\.\de-?\d+/g)) expect(Number(figure)).toBeLessThanOrEqual(1e-5);
    }
    expect(await page.locator("tr:has-text('onnxruntime-node')").count()).toBe(2);
    await page.getByRole("button", { name: "Check again, here" }).click();
    await page.getByText("Checked again just now.").waitFor();
    await leave(page);
  });

  it("shows that a repeated check failed, and no figure of the one before", async () => {
    const page = await visit(site(), "#/models/trend?on=wasm");
    await status(page);
    await page.evaluate(() => {
      // The worker's answer to the next check, as it is when a runtime gives other numbers.
      const { prototype } = (globalThis as unknown as { Worker: { prototype: Posting } }).Worker;
      const post = prototype.postMessage;
      prototype.postMessage = function (this: Posting, message, ...rest) {
        if (message.request.kind !== "verify") return post.call(this, message, ...rest);
        const error = { kind: "verification", reason: "trend answers probability = 2 here where 1 was published" };
        this.dispatchEvent(new MessageEvent("message", { data: { id: message.id, error } }));
      };
    });
    await page.getByRole("button", { name: "Check again, here" }).click();
    await page.getByText("It failed: trend answers probability = 2").waitFor();
    expect(await page.locator("tr:has-text('this browser')").textContent()).toContain("not known");
    await leave(page);
  });

  it("answers an operation's request, and a graph's form with the same figure", async () => {
    const page = await visit(site(), "#/models/trend?on=wasm");
    await status(page);
    await page.getByRole("button", { name: "Run here" }).click();
    const answer = JSON.parse((await page.locator(".models-answer pre").textContent()) ?? "{}");
    expect(answer.results[0]).toMatchObject({ name: "France", iso: "FR" });
    const request = JSON.parse(await page.locator("textarea").first().inputValue());
    await page.getByRole("combobox", { name: "Operation" }).selectOption("graph:trend");
    await page.getByRole("textbox").first().fill(request.series[0].values.join(" "));
    const last = new Date(`${request.series[0].end}T00:00:00Z`).getUTCDay();
    const first = (((last + 6 - (request.series[0].values.length - 1)) % 7) + 7) % 7;
    await page.getByRole("spinbutton", { name: "start_weekday 0" }).fill(String(first));
    await page.getByRole("button", { name: "Run here" }).click();
    const cell = page.locator(".models-answer section[aria-label=probability] td");
    await cell.first().waitFor();
    expect(Number(await cell.first().textContent())).toBeCloseTo(answer.results[0].probability, 5);
    await page.getByRole("textbox").first().fill("1, 2, x");
    await page.getByRole("button", { name: "Run here" }).click();
    await page.locator(".models-answer .bad").waitFor();
    await leave(page);
  });

  it("can be used with the keyboard alone", async () => {
    const page = await visit(site(), "#/models/trend?on=wasm");
    await status(page);
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement } = (globalThis as unknown as Scope).document;
        return activeElement?.tagName === "BUTTON" ? (activeElement.textContent ?? "") : "";
      });
    for (let i = 0; i < 30 && !(await focused()).includes("Run here"); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.locator(".models-answer pre").waitFor();
    expect(await page.locator(".models-answer pre").textContent()).toContain('"probability"');
    await leave(page);
  });
}

interface Posting extends EventTarget {
  postMessage(message: { readonly id: number; readonly request: { readonly kind: string } }, ...rest: unknown[]): void;
}

interface Scope {
  readonly document: {
    readonly activeElement: { readonly tagName: string; readonly textContent: string | null } | null;
  };
}
