/** The state of the faces view and its address. */
import { expect, it } from "vitest";
import { readState, sampled, writeState } from "../../../../models/faces/view/state.js";

const read = (query: string) => readState(new URLSearchParams(query), 2);

it("begins with the first two faces of the first seed", () => {
  const state = read("");
  expect(state.draw).toEqual({ seed: 1, sampler: "mixture", temperature: 1 });
  expect([state.face, state.a, state.b]).toEqual([
    sampled(state.draw, 0),
    sampled(state.draw, 0),
    sampled(state.draw, 1),
  ]);
  expect([state.method, state.axes]).toEqual(["slerp", null]);
});

it("writes what differs from that, keeps what is not its own, and reads it back", () => {
  const query = "on=wasm&seed=5&sampler=prior&t=0.5&face=5.3.prior.0.5~hair%3A1&way=lerp&pad=hair%2Cz3";
  const state = read(query);
  const written = writeState(state, new URLSearchParams("on=wasm&t=2&b=9.9"));
  expect(readState(written, 2)).toEqual(state);
  expect([written.get("on"), written.get("t"), written.has("b"), written.get("pad")]).toEqual([
    "wasm",
    "0.5",
    false,
    "hair,z3",
  ]);
  expect(writeState(read(""), new URLSearchParams("on=wasm&seed=5&way=lerp")).toString()).toBe("on=wasm");
});

it("takes what makes no sense for what it is at first", () => {
  expect(read("seed=x&t=7&sampler=all&face=zAAAA&way=around&pad=hair")).toEqual(read(""));
});
