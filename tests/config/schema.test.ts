/** What a config may say. */
import { expect, it } from "vitest";
import { checkConfig } from "../../config/schema.js";
import { UsageError } from "../../core/errors.js";
import { defaultLimits } from "../../serve/options.js";

const parcel = async () => ({ default: {} });

function fault(exported: unknown): UsageError {
  try {
    checkConfig(exported, "kiln.config.ts");
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

it("is given back as it is when it is right", () => {
  const config = { models: { parcel }, repository: "out", serve: { port: 0, host: "0.0.0.0", executors: 2 } };
  expect(checkConfig(config, "kiln.config.ts")).toEqual(config);
});

it("may bound everything that a server bounds", () => {
  expect(checkConfig({ models: {}, serve: defaultLimits() }, "kiln.config.ts").serve).toEqual(defaultLimits());
});

it.each([
  ["an unknown key", { models: {}, repositry: "x" }, 'kiln.config.ts: there is no setting "repositry"', "repository?"],
  ["one of the server", { models: {}, serve: { prot: 1 } }, 'there is no setting "serve.prot"', "Did you mean port?"],
  ["no models", { repository: "x" }, "kiln.config.ts, models: is missing", undefined],
  ["a model that is not lazy", { models: { parcel: {} } }, "kiln.config.ts, models.parcel: is no function", undefined],
  ["a name that is no route", { models: { "My Model": parcel } }, "a model's name is small letters", undefined],
  ["a port out of range", { models: {}, serve: { port: 70000 } }, "kiln.config.ts, serve.port: ", undefined],
  ["nothing", undefined, "its default export is no config", "defineConfig"],
  ["something else", 7, "its default export is no config", "defineConfig"],
])("%s is refused by name", (_, exported, reason, next) => {
  const error = fault(exported);
  expect(error.message).toContain(reason);
  if (next !== undefined) expect(error.next).toContain(next);
});
