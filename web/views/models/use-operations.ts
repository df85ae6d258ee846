/** The operations of a published model, by the code that the page was built with. */
import { useEffect, useState } from "preact/hooks";
import type { Operations } from "../../../core/operation.js";
import type { SiteModel } from "../../../core/site.js";
import { bundledModels } from "../../models/bundled.js";
import { findDefinition } from "../../models/find-definition.js";

/** Null while the code is loaded, an error when it cannot be. Without code a model has no operations. */
export function useOperations({ processing }: SiteModel): Operations | Error | null {
  const [operations, setOperations] = useState<Operations | Error | null>(null);
  useEffect(() => {
    setOperations(null);
    findDefinition(bundledModels, processing).then(
      (definition) => setOperations(definition?.processings[processing] ?? {}),
      (error: unknown) => setOperations(error instanceof Error ? error : new Error(String(error))),
    );
  }, [processing]);
  return operations;
}
