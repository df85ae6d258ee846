/** Which views there are tabs for: those of models that are published here, in the versions that the page has code for. */
import type { Site, SiteModel } from "../../core/site.js";
import type { PageModel } from "../models/page-model.js";
import type { Language } from "./language.js";
import type { View } from "./view.js";

/** A model's view with what is published of the model. */
export interface OfferedView {
  /** The model's name, and the view's in the address. */
  readonly name: string;
  readonly view: View;
  readonly published: SiteModel;
}

/** A model with its view, loaded. */
export interface LoadedView extends Pick<PageModel, "name" | "processings"> {
  readonly view: View;
}

/** Loads the views' names. One that cannot be loaded has no tab; its model is among the others. */
export async function loadViews(models: readonly PageModel[]): Promise<LoadedView[]> {
  const loaded = await Promise.all(
    models.map(async ({ name, processings, view }): Promise<LoadedView | null> => {
      if (view === undefined) return null;
      try {
        return { name, processings, view: (await view()).default };
      } catch (error) {
        console.error(`Kiln: the view of ${name} cannot be loaded:`, error);
        return null;
      }
    }),
  );
  return loaded.filter((one) => one !== null);
}

/** In the order of their tabs. */
export function offeredViews(site: Site, loaded: readonly LoadedView[]): OfferedView[] {
  return loaded
    .flatMap(({ name, processings, view }) => {
      const published = site.models.find((model) => model.name === name && processings.includes(model.processing));
      return published === undefined ? [] : [{ name, view, published }];
    })
    .sort((a, b) => (a.view.order ?? 0) - (b.view.order ?? 0));
}

/** What a view is called. */
export function titleOf({ titles }: View, language: Language): string {
  return titles[language] ?? titles.en;
}
