/** The operations of a model that is open, by the code that the page was built with. */
import { useEffect, useState } from "preact/hooks";
import type { Operations } from "../../../core/operation.js";
import type { OpenModel } from "../../inference/types.js";
import { bundledModels } from "../../models/bundled.js";
import { findDefinition } from "../../models/find-definition.js";
import { knownOperations } from "../../models/known-operations.js";

/** @returns null while there is no model, or its code is loaded; an error when the code cannot be. */
export function useOperations(model: OpenModel | null): Operations | Error | null {
  const [operations, setOperations] = useState<Operations | Error | null>(null);
  useEffect(() => {
    setOperations(null);
    if (model === null) return;
    const processing = Object.values(model.manifests)[0]?.contract.processing ?? "";
    findDefinition(bundledModels, processing)
      .then((definition) => knownOperations(bundledModels, definition, model.manifests))
      .then(setOperations, (error: unknown) =>
        setOperations(error instanceof Error ? error : new Error(String(error))),
      );
  }, [model]);
  return operations;
}
