/** The faces view: the same pictures as the server's, and everything that can be done with them. */
import { readFileSync } from "node:fs";
import type { Download, Page } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { cut, heif, oddPicture } from "../../fixtures/odd-pictures.js";
import { leave, pixelsOf, status, sumOf, type Visited, visit } from "../support/visit.js";

const hero = (page: Page) => page.locator(".faces-hero canvas");

/** Tests of the view over a server that is running by then. */
export function facesTests(site: () => Visited): void {
  it.each([
    ["model.onnx", "exact", 1, 1e-3],
    // One level of 255 on average is what a smaller file may be off.
    ["the smaller file", "small", 60, 1],
  ])("draws by %s the very faces that the server draws for the same seed", async (_, files, most, share) => {
    const page = await visit(site(), `#/faces?seed=11&on=wasm${files === "exact" ? "&files=exact" : ""}`);
    const said = await status(page);
    expect(said).toMatch(files === "exact" ? /: model\.onnx/ : /model\.(fp16|int8)\.onnx/);
    const here = [];
    for (let i = 0; i < 4; i++) {
      const { data } = await pixelsOf(page.locator(".faces-cell canvas").nth(i));
      here.push(data.filter((_, k) => k % 4 < 3));
    }
    const answer = await fetch(`${site().url}/v1/faces/sample`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ count: 4, seed: 11, layout: "list" }),
    });
    const { images } = (await answer.json()) as { images: string[] };
    const there = await Promise.all(
      images.map((image) =>
        sharp(Buffer.from(image.split(",")[1] ?? "", "base64"))
          .removeAlpha()
          .raw()
          .toBuffer(),
      ),
    );
    const differences = here.flatMap((face, i) => face.map((level, k) => Math.abs(level - (there[i]?.[k] ?? 999))));
    expect(differences).toHaveLength(4 * 64 * 64 * 3);
    expect(differences.reduce((a, b) => Math.max(a, b), 0)).toBeLessThanOrEqual(most);
    expect(differences.reduce((a, b) => a + b, 0) / differences.length).toBeLessThanOrEqual(share);
    await leave(page);
  });

  it("redraws a face while a slider moves, and takes it back", async () => {
    const page = await visit(site(), "#/faces?on=wasm");
    await status(page);
    const before = await sumOf(hero(page));
    const slider = page.getByRole("slider", { name: "Hair colour", exact: true });
    await slider.focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => sumOf(hero(page))).not.toBe(before);
    await expect.poll(() => page.url()).toContain("hair:1.5");
    await slider.press("Delete");
    await expect.poll(() => sumOf(hero(page))).toBe(before);
    await leave(page);
  });

  it("moves two sliders at once on the pad, by the pointer and by the arrow keys", async () => {
    const page = await visit(site(), "#/faces?on=wasm");
    await status(page);
    const pad = page.locator(".faces-pad");
    await pad.locator("canvas").nth(24).and(page.locator("[data-drawn=true]")).waitFor();
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (box === null) throw new Error("the pad is not on the screen");
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.25, { steps: 5 });
    await page.mouse.up();
    await expect(page.getByRole("slider", { name: "Hair colour", exact: true }).inputValue()).resolves.toBe("1.5");
    await expect(page.getByRole("slider", { name: "Outline of the face", exact: true }).inputValue()).resolves.toBe(
      "1.5",
    );
    await page.getByRole("slider", { name: "Across: Hair colour" }).press("ArrowLeft");
    await expect(page.getByRole("slider", { name: "Hair colour", exact: true }).inputValue()).resolves.toBe("1.45");
    await leave(page);
  });

  it("walks from A to B: the ends are the two faces, the arc and the line differ between", async () => {
    const page = await visit(site(), "#/faces?on=wasm");
    await status(page);
    await page.getByRole("radio", { name: "Face 1 of seed 1", exact: true }).check({ force: true });
    await expect.poll(() => page.locator(".faces-hero figcaption").textContent()).toContain("Face 1");
    await page.getByRole("button", { name: "Use as A" }).click();
    const strip = page.locator(".faces-strip canvas");
    const second = await sumOf(page.locator(".faces-cell canvas").nth(1));
    await expect.poll(() => sumOf(strip.first())).toBe(second);
    await page.getByRole("button", { name: "The two that differ most" }).click();
    await expect.poll(() => page.url()).toMatch(/[?&]a=1\.\d+&b=1\.\d+/);
    const [, a, b] = /[?&]a=1\.(\d+)&b=1\.(\d+)/.exec(page.url()) ?? [];
    const ends = [Number(a), Number(b)].map((index) => sumOf(page.locator(".faces-cell canvas").nth(index)));
    const [first, last] = await Promise.all(ends);
    await expect.poll(() => sumOf(strip.first())).toBe(first);
    await expect.poll(() => sumOf(strip.last())).toBe(last);
    const arc = await sumOf(strip.nth(4));
    await page.getByRole("radio", { name: "the line (lerp)" }).check({ force: true });
    await expect.poll(() => sumOf(strip.nth(4))).not.toBe(arc);
    expect(await sumOf(strip.first())).toBe(first);
    const still = await sumOf(page.locator(".faces-morph"));
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => sumOf(page.locator(".faces-morph"))).not.toBe(still);
    await page.getByRole("button", { name: "Pause" }).click();
    await leave(page);
  });

  it("reads a picture of the visitor's own, goes on from it, and says what is no picture", async () => {
    const page = await visit(site(), "#/faces?on=wasm");
    await status(page);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const input = page.locator(".drop input[type=file]");
    const jpeg = await oddPicture().jpeg().toBuffer();
    const bad = [
      [Buffer.from("no picture"), "text, not a picture: give a JPEG or PNG file"],
      [cut(jpeg, 0.6), "cut off in the middle: copy or download it again"],
      [
        heif(await oddPicture().avif().toBuffer(), ["mif1", "mif1", "heic", "miaf"]),
        "HEIC, which cannot be read here: export it as JPEG or PNG",
      ],
    ] as const;
    for (const [buffer, words] of bad) {
      await input.setInputFiles({ name: "x.png", mimeType: "image/png", buffer });
      await page.getByText(words).waitFor({ timeout: 60_000 });
    }
    const picture = await sharp({ create: { width: 90, height: 70, channels: 3, background: "#3366aa" } })
      .png()
      .toBuffer();
    await input.setInputFiles({ name: "own.png", mimeType: "image/png", buffer: picture });
    await page.getByText("Mean squared error").waitFor();
    await expect.poll(() => page.locator(".faces-hero figcaption").textContent()).toContain("Your picture");
    expect(page.url()).toMatch(/face=z[\w-]+/);
    // The picture stays here: nothing was sent, and nothing but the encoder's files was fetched.
    expect(asked.filter((one) => !one.startsWith("GET /models/faces_encoder/"))).toEqual([]);
    await leave(page);
  });

  it("has its whole state in the address", async () => {
    const first = await visit(site(), "#/faces?on=wasm&seed=5");
    await status(first);
    await first.getByRole("radio", { name: "Face 3 of seed 5", exact: true }).check({ force: true });
    const slider = first.getByRole("slider", { name: "Latent number 0", exact: true });
    if ((await slider.count()) === 0) await first.getByRole("button", { name: "Show all latent numbers" }).click();
    await slider.fill("1.25");
    await first.getByRole("button", { name: "Use as B" }).click();
    await first.getByRole("radio", { name: "the line (lerp)" }).check({ force: true });
    await expect.poll(() => first.url()).toContain("way=lerp");
    const shown = await sumOf(hero(first));
    const middle = await sumOf(first.locator(".faces-strip canvas").nth(4));
    const second = await visit(site(), first.url().slice(site().url.length + 1));
    await status(second);
    await expect.poll(() => sumOf(hero(second))).toBe(shown);
    await expect.poll(() => sumOf(second.locator(".faces-strip canvas").nth(4))).toBe(middle);
    expect(second.url()).toBe(first.url());
    // A step back is the face before, an address that was cut is a face all the same.
    await first.goBack();
    await expect.poll(() => sumOf(hero(first))).toBe(shown);
    const cut = await visit(site(), "#/faces?on=wasm&seed=5&face=zAAAA&a=hello~z:9");
    await status(cut);
    expect(await sumOf(hero(cut))).toBeGreaterThan(0);
    for (const page of [first, second, cut]) await leave(page);
  });

  it("gives pictures, a moving one, and code that gives the same face", async () => {
    const page = await visit(site(), "#/faces?on=wasm&files=exact&seed=3&face=3.2~hair:1");
    await status(page);
    const save = async (name: string): Promise<{ file: Buffer; download: Download }> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name, exact: true }).click(),
      ]);
      return { download, file: readFileSync(await download.path()) };
    };
    await hero(page).and(page.locator("[data-drawn=true]")).waitFor();
    const face = await save("This face (PNG)");
    expect(face.download.suggestedFilename()).toBe("face-3.2.png");
    expect(await sharp(face.file).metadata()).toMatchObject({ format: "png", width: 512, height: 512 });
    const sheet = await save("All 64 (PNG)");
    expect(await sharp(sheet.file).metadata()).toMatchObject({ format: "png", width: 8 * 130 - 2 });
    const morph = await save("A to B (GIF)");
    expect(await sharp(morph.file, { animated: true }).metadata()).toMatchObject({ format: "gif", pages: 48 });
    const code = (await page.locator(".copyable pre").textContent()) ?? "";
    const body = /-d '(.*)'/s.exec(code)?.[1] ?? "";
    const { latents } = JSON.parse(body) as { latents: number[][] };
    const answer = await fetch(`${site().url}/v1/faces/decode`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "image/png" },
      body: JSON.stringify({ latents }),
    });
    const there = await sharp(Buffer.from(await answer.arrayBuffer()))
      .ensureAlpha()
      .raw()
      .toBuffer();
    const { data } = await pixelsOf(hero(page));
    expect(
      data.map((level, i) => Math.abs(level - (there[i] ?? 999))).reduce((a, b) => Math.max(a, b), 0),
    ).toBeLessThan(2);
    await leave(page);
  });
}
