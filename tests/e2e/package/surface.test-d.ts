/** What a stranger's editor knows of the package: checked by the compiler in an outside project, and by nothing that runs. */
import {
  type Contract,
  defineConfig,
  type InputError,
  type KilnConfig,
  type KilnError,
  operation,
  type Random,
  z,
} from "kilnjs";
import { type Commands, defineCommands } from "kilnjs/cli";
import { type ExportOptions, exportModel } from "kilnjs/export";
import type { View } from "kilnjs/page";
import type { KilnApp, kilnApp, RunningServer } from "kilnjs/serve";
import { openPublished, type PublishedModel } from "kilnjs/store";
import type { capture, loadTensorFlow, TF } from "kilnjs/trace";
import type { adam, Optimizer, Recipe } from "kilnjs/train";
import type { LoadedModel, loadModel } from "kilnjs/web";

/** Compiles when both are the same type, as vitest's `expectTypeOf(a).toEqualTypeOf<b>()` does. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

same<ReturnType<typeof defineConfig>, KilnConfig>(true);
same<Awaited<ReturnType<typeof kilnApp>>, KilnApp>(true);
same<Awaited<ReturnType<typeof openPublished>>, PublishedModel>(true);
same<Awaited<ReturnType<typeof loadModel>>, LoadedModel>(true);
same<Awaited<ReturnType<typeof loadTensorFlow>>, TF>(true);
same<ReturnType<typeof adam>, Optimizer>(true);
same<RunningServer["port"], number>(true);
same<Contract["formatVersion"], 2>(true);
same<InputError extends KilnError ? true : false, true>(true);
same<ReturnType<Random["uniform"]>, number>(true);

// TensorFlow's own types are known, where it is installed: nothing here is `any`.
same<0 extends 1 & TF ? true : false, false>(true as never);
type Inner = Parameters<typeof capture>[0];
same<Inner, TF>(true);

// A request is typed by its schema.
operation({
  summary: "s",
  description: "d",
  request: z.object({ steps: z.int() }),
  response: z.object({}),
  example: { steps: 1 },
  run: async ({ steps }) => {
    same<typeof steps, number>(true);
    return { json: {} };
  },
});

// @ts-expect-error a model is loaded lazily, by a function
defineConfig({ models: { parcel: {} } });
// @ts-expect-error there is no such setting
defineConfig({ models: {}, repositry: "published" });
// @ts-expect-error a run is needed
void exportModel({ repository: "published" } satisfies Partial<ExportOptions>);
// @ts-expect-error the name of a model is a text
void openPublished(3);
// @ts-expect-error commands have a heading
defineCommands({ commands: [] });

export type Used = [Commands, View, Recipe<never, never>];
