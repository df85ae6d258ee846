import { describe, expect, test } from "vitest";
import { post, startServer } from "./support/running.js";

describe("a server over a published model", () => {
  test("answers an operation", async () => {
    const server = await startServer();
    const response = await post(`${server.url}/v1/pair/double`, {
      rows: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      index: 4,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("X-Model")).toBe("pair@1");
    expect(await response.json()).toEqual({
      version: 1,
      sums: [
        [2, 4, 6],
        [8, 10, 12],
      ],
      index: 4,
    });
  });
});
