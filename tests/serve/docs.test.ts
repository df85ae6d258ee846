import { describe, expect, test } from "vitest";
import { sharedServer } from "./support/running.js";

const server = sharedServer();

describe("the documentation page", () => {
  test("loads nothing from anywhere else, and runs no script that is written into it", async () => {
    const response = await fetch(`${server.url}/docs`);
    const page = await response.text();
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/<script>|<style>| on[a-z]+=/);
  });

  test("finds all of its files here, with their types", async () => {
    const page = await (await fetch(`${server.url}/docs`)).text();
    const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? "");
    const files = links.filter((link) => !link.startsWith("data:"));
    expect(files).toHaveLength(3);
    for (const file of files) {
      const response = await fetch(new URL(file, `${server.url}/docs`));
      expect(response.status, file).toBe(200);
      expect(response.headers.get("Content-Type")).toMatch(file.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });

  test("files are not sent again to who has them", async () => {
    const url = `${server.url}/docs/swagger-ui.css`;
    const etag = (await fetch(url)).headers.get("ETag") ?? "";
    const again = await fetch(url, { headers: { "If-None-Match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test.each(["package.json", "swagger-ui.js.map", "__proto__", "..%2fpackage.json"])(
    "%s is not one of them",
    async (file) => {
      expect((await fetch(`${server.url}/docs/${file}`)).status).toBe(404);
    },
  );

  test("a slash at the end leads to it", async () => {
    expect((await fetch(`${server.url}/docs/`)).url).toBe(`${server.url}/docs`);
  });
});
