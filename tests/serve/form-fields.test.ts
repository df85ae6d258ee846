import { describe, expect, test } from "vitest";
import { InputError } from "../../core/errors.js";
import { requestFromForm } from "../../serve/request/form-fields.js";
import { readMultipart } from "../../serve/request/multipart.js";
import { sharedServer } from "./support/running.js";

function form(...fields: readonly (readonly [string, string | Blob])[]): FormData {
  const result = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === "string") result.append(name, value);
    else result.append(name, value, "file");
  }
  return result;
}

/** The request that a form becomes on its way through HTTP. */
async function requestOf(form: FormData): Promise<Record<string, unknown>> {
  const sent = new Response(form);
  const type = sent.headers.get("Content-Type") ?? "";
  return requestFromForm(await readMultipart(Buffer.from(await sent.arrayBuffer()), type));
}

describe("a form becomes a request", () => {
  test.each([
    [
      "values that are JSON",
      [
        ["steps", "9"],
        ["on", "true"],
        ["range", "[-3,3]"],
      ],
      { steps: 9, on: true, range: [-3, 3] },
    ],
    [
      "text that is not",
      [
        ["layout", "grid"],
        ["code", "007"],
        ["name", '"9"'],
      ],
      { layout: "grid", code: "007", name: "9" },
    ],
    [
      "paths",
      [
        ["from.seed", "1"],
        ["from.kind.name", "x"],
      ],
      { from: { seed: 1, kind: { name: "x" } } },
    ],
    [
      "lists of one and of more",
      [
        ["a[]", "1"],
        ["b", "1"],
        ["b", "2"],
        ["b", "3"],
      ],
      { a: [1], b: [1, 2, 3] },
    ],
    [
      "a base with fields on top",
      [
        ["steps", "9"],
        ["request", '{"seed":1,"steps":2}'],
      ],
      { seed: 1, steps: 9 },
    ],
    ["nothing", [], {}],
  ] as const)("%s", async (_, fields, request) => {
    expect(await requestOf(form(...fields))).toEqual(request);
  });

  test("files are data URLs of their type", async () => {
    const request = await requestOf(
      form(["image", new Blob(["abc"], { type: "image/png" })], ["from.image", new Blob(["d"])]),
    );
    expect(request).toEqual({
      image: "data:image/png;base64,YWJj",
      from: { image: "data:application/octet-stream;base64,ZA==" },
    });
  });

  test.each([
    ["__proto__.polluted", "x"],
    ["a.constructor", "x"],
    ["a b", "x"],
    ["", "x"],
    ["a[].b", "x"],
    ["a[0]", "x"],
    ["request", "7"],
    ["request", "not json"],
  ])("refuses the field %j = %j", async (name, value) => {
    await expect(requestOf(form([name, value]))).rejects.toThrow(InputError);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("refuses a field that is a value and an object", async () => {
    await expect(requestOf(form(["a", "1"], ["a.b", "2"]))).rejects.toThrow(/as a value and as an object/);
  });
});

describe("a form over HTTP", () => {
  const server = sharedServer();

  test("reaches an operation that knows nothing of forms", async () => {
    const response = await fetch(`${server.url}/v1/pair/double`, { method: "POST", body: form(["rows", "[[1,2,3]]"]) });
    expect(await response.json()).toMatchObject({ sums: [[2, 4, 6]] });
  });

  test("of as many fields as there may be is parsed, of more it is not", async () => {
    for (const [count, detail] of [
      [1000, "Invalid input: expected array, received undefined."],
      [1001, "The form has more than 1000 fields."],
    ] as const) {
      const body = form(...Array.from({ length: count }, (_, i) => [`f${i}`, "1"] as const));
      const response = await fetch(`${server.url}/v1/pair/double`, { method: "POST", body });
      expect(await response.json()).toMatchObject({ status: 400, detail });
    }
  });

  test.each([
    ["no name", 'Content-Disposition: form-data; filename="a"'],
    ["no name, and no file", "Content-Disposition: form-data;"],
  ])("a part with %s is 400", async (_, head) => {
    const response = await fetch(`${server.url}/v1/pair/double`, {
      method: "POST",
      headers: { "Content-Type": "multipart/form-data; boundary=a" },
      body: `--a\r\n${head}\r\n\r\nx\r\n--a--\r\n`,
    });
    expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/no usable name/) });
  });

  test.each([
    ["without a boundary", "multipart/form-data", "x"],
    ["with another boundary", "multipart/form-data; boundary=a", "--b\r\n\r\n--b--\r\n"],
    ["without any end", "multipart/form-data; boundary=a", ""],
    ["cut off", "multipart/form-data; boundary=a", '--a\r\nContent-Disposition: form-data; name="rows"\r\n\r\n[['],
  ])("%s is 400", async (_, type, body) => {
    const response = await fetch(`${server.url}/v1/pair/double`, {
      method: "POST",
      headers: { "Content-Type": type },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/^The body is not a valid form/) });
  });
});
