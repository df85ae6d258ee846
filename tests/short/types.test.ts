/** What the editor knows of a model in one file. */
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type Category,
  category,
  defineModel,
  labels,
  type Model,
  number,
  picture,
  type Raw,
  series,
  type Value,
  z,
} from "../../public/index.js";
import { arrays } from "../../train/data/arrays/rows.js";

const leaves = defineModel({
  name: "leaves",
  inputs: {
    image: picture({ size: 8 }),
    zone: category(["wood", "field"]),
    area: number(),
    signal: series({ length: 4 }),
  },
  outputs: { species: labels(["oak", "elm"]), height: number({ shape: [2] }), found: labels() },
  data: arrays({ image: [], zone: [], area: [], signal: [], species: [], height: [], found: [] }),
  settings: { units: z.int().default(4) },
  network: ({ image, zone, area, signal }, nn, settings) => {
    expectTypeOf(image).toEqualTypeOf<Value<3>>();
    expectTypeOf(zone).toEqualTypeOf<Category>();
    expectTypeOf(area).toEqualTypeOf<Raw<1>>();
    expectTypeOf(signal).toEqualTypeOf<Raw<2>>();
    expectTypeOf(settings).toEqualTypeOf<{ units: number }>();
    expectTypeOf(nn.globalAveragePool(nn.conv2d(image, 2, 3))).toEqualTypeOf<Value<1>>();
    // @ts-expect-error a picture is no raw number.
    nn.standardize(image);
    // @ts-expect-error a series is no picture.
    nn.conv2d(signal, 2, 3);
    // @ts-expect-error there is no such output.
    nn.logits(area, "specie");
    // @ts-expect-error an input that is a number has no names.
    nn.embedding(area, 2);
    return { species: nn.logits(area, "species"), height: nn.dense(area, 2), found: nn.logits(area, "found") };
  },
});

type Parts<M> =
  M extends Model<infer Name, infer Request, infer Answer> ? { Name: Name; Request: Request; Answer: Answer } : never;

describe("a model's types", () => {
  it("are those of its file: name, request, answer", () => {
    expectTypeOf<Parts<typeof leaves>["Name"]>().toEqualTypeOf<"leaves">();
    expectTypeOf<Parts<typeof leaves>["Request"]["zone"]>().toEqualTypeOf<"wood" | "field">();
    expectTypeOf<Parts<typeof leaves>["Request"]["area"]>().toEqualTypeOf<number>();
    expectTypeOf<Parts<typeof leaves>["Request"]["signal"]>().toEqualTypeOf<number[][]>();
    expectTypeOf<Parts<typeof leaves>["Answer"]["species"]>().toEqualTypeOf<Record<"oak" | "elm", number>>();
    expectTypeOf<Parts<typeof leaves>["Answer"]["height"]>().toEqualTypeOf<number[]>();
    expectTypeOf<Parts<typeof leaves>["Answer"]["found"]>().toEqualTypeOf<Record<string, number>>();
    expect(leaves.name).toBe("leaves");
  });

  it("refuse a reader that fills a field that there is none of", () => {
    const spec = {
      name: "small",
      inputs: { area: number() },
      outputs: { rent: number() },
      network: ({ area }: { area: Raw<1> }) => ({ rent: area }),
    } as const;
    const other = arrays({ area: [1], rent: [2], colour: ["red"] });
    // @ts-expect-error the model has no field "colour".
    expect(defineModel({ ...spec, data: other }).name).toBe("small");
  });
});
