import { describe, expect, test } from "vitest";
import type { Problem } from "../../serve/problem/problem.js";
import { post, sharedServer } from "./support/running.js";

const server = sharedServer();

async function double(body: unknown, headers: Record<string, string> = {}): Promise<Problem> {
  const response = await post(`${server.url}/v1/pair/double`, body, headers);
  return (await response.json()) as Problem;
}

describe("a request that does not fit is a problem that names the field", () => {
  test.each([
    ["no JSON", "{rows:[]}", 400, undefined, /^The body is not valid JSON: /],
    ["an empty body", "", 400, undefined, "The body is empty. Send a JSON object."],
    ["a list", [], 400, "/", "Invalid input: expected object, received array."],
    ["null", "null", 400, "/", "Invalid input: expected object, received null."],
    ["a missing field", {}, 400, "/rows", "Invalid input: expected array, received undefined."],
    [
      "text among numbers",
      { rows: [[1, "2", 3]] },
      400,
      "/rows/0/1",
      "Invalid input: expected number, received string.",
    ],
    ["null among numbers (JSON's NaN)", { rows: [[1, Number.NaN, 3]] }, 400, "/rows/0/1", /received null/],
    ["NaN, which JSON does not have", '{"rows":[[1,NaN,3]]}', 400, undefined, /^The body is not valid JSON: /],
    ["a number beyond every double", '{"rows":[[1,1e999,3]]}', 400, "/rows/0/1", /expected number, received/],
    ["a row too short", { rows: [[1, 2]] }, 400, "/rows/0", /expected array to have exactly 3 items/],
    ["no rows", { rows: [] }, 400, "/rows", /expected array to have >=1 items/],
    ["an index out of the contract's range", { rows: [[1, 2, 3]], index: 7 }, 400, "index", /outside 0 to 6/],
    ["a number beyond float32", { rows: [[1e300, 2, 3]] }, 400, "a", /only finite numbers/],
    ["bytes that are no text", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400, undefined, "The body is not UTF-8 text."],
    ["deep nesting", `{"rows":${"[".repeat(65)}${"]".repeat(65)}}`, 400, undefined, /nested deeper than 64/],
  ])("%s", async (_, body, status, field, detail) => {
    const raw = Buffer.isBuffer(body);
    const response = await fetch(`${server.url}/v1/pair/double`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: raw || typeof body === "string" ? (body as string) : JSON.stringify(body),
    });
    const problem = (await response.json()) as Problem;
    expect(problem.status).toBe(status);
    expect(problem.field).toBe(field);
    expect(problem.detail).toEqual(typeof detail === "string" ? detail : expect.stringMatching(detail));
  });

  test("every fault is listed, not only the first", async () => {
    const problem = await double({ rows: [["a", 1, 2], [1]], index: "x" });
    expect(problem.errors?.map(({ field }) => field)).toEqual(["/rows/0/0", "/rows/1", "/index"]);
  });

  test.each([
    ["text/plain", "The body is text/plain. Send application/json, or multipart/form-data for files."],
    ["application/x-www-form-urlencoded", /^The body is application\/x-www-form-urlencoded/],
    ["application/jsonx", /^The body is application\/jsonx/],
  ])("a body of type %s is 415", async (type, detail) => {
    const problem = await double("{}", { "Content-Type": type });
    expect(problem.status).toBe(415);
    expect(problem.detail).toEqual(typeof detail === "string" ? detail : expect.stringMatching(detail));
  });

  test("a body without a type is 415", async () => {
    const response = await fetch(`${server.url}/v1/pair/double`, { method: "POST", body: Buffer.from("{}") });
    expect(response.status).toBe(415);
    expect(response.headers.get("Accept-Post")).toBe("application/json, multipart/form-data");
  });

  test("a compressed body is 415", async () => {
    expect(await double("{}", { "Content-Encoding": "gzip" })).toMatchObject({ status: 415 });
  });

  test.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.api+json"])(
    "%s is JSON",
    async (type) => {
      const response = await post(`${server.url}/v1/pair/double`, { rows: [[1, 2, 3]] }, { "Content-Type": type });
      expect(response.status).toBe(200);
    },
  );

  test("an answer that the client cannot take is 406, and says what there is", async () => {
    const problem = await double({ rows: [[1, 2, 3]] }, { Accept: "text/html" });
    expect(problem).toMatchObject({
      status: 406,
      detail: "There is no answer as text/html. Accept one of application/json.",
    });
  });

  test("unknown fields are left out, not trusted", async () => {
    const response = await post(`${server.url}/v1/pair/double`, '{"rows":[[1,2,3]],"__proto__":{"x":1},"extra":1}');
    expect(response.status).toBe(200);
  });

  test("the server goes on after all of them", async () => {
    expect((await post(`${server.url}/v1/pair/double`, { rows: [[1, 2, 3]] })).status).toBe(200);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ status: "ready" });
  });
});
