/** The results on the screen: those of the published data, until a table of the visitor's own has some. */

import type { OpenModel } from "kilnjs/page";
import { useEffect, useState } from "preact/hooks";
import type { ReadOptions } from "../table/options.js";
import { publishedSource, type Source, tableSource } from "./source.js";
import type { TableFacts } from "./table-worker/messages.js";
import { TableWorker } from "./table-worker/table-worker.js";

/** The published results; null while they are computed. */
export function usePublished(model: OpenModel | null): Source | Error | null {
  const [source, setSource] = useState<Source | Error | null>(null);
  useEffect(() => {
    setSource(null);
    if (model === null) return;
    return whileWanted(publishedSource(model), setSource);
  }, [model]);
  return source;
}

/** A table of the visitor's own, and how it is to be read. */
export interface GivenTable {
  readonly file: File;
  readonly options: ReadOptions;
}

/** How far the visitor's own table is. */
export interface OwnTable {
  /** True while it is read or asked about; what was there before stays on the screen. */
  readonly busy: boolean;
  readonly facts: TableFacts | null;
  /** What the facts are of: not what is given, while that is being read. */
  readonly of: GivenTable | null;
  readonly source: Source | null;
  readonly error: Error | null;
}

const nothing: OwnTable = { busy: false, facts: null, of: null, source: null, error: null };

/** Reads the table, and asks the model about it as soon as there is one. */
export function useOwnTable(given: GivenTable | null, model: OpenModel | null): OwnTable {
  const [worker] = useState(() => new TableWorker());
  const [table, setTable] = useState<OwnTable>(nothing);
  useEffect(() => () => worker.close(), [worker]);
  useEffect(() => {
    if (given === null) {
      worker.close();
      setTable(nothing);
      return;
    }
    setTable((before) => ({ ...before, busy: true }));
    return whileWanted(worker.ask("read", given), (facts) => {
      if (facts instanceof Error) setTable({ ...nothing, error: facts });
      else setTable((before) => ({ ...before, busy: true, facts, of: given, error: null }));
    });
  }, [worker, given]);
  const { facts, of } = table;
  useEffect(() => {
    if (facts === null || of !== given || model === null) return;
    const leaving = new AbortController();
    const stop = whileWanted(tableSource(model, worker, leaving.signal), (source) => {
      if (source instanceof Error) setTable({ ...nothing, facts, of, error: source });
      else setTable({ busy: false, facts, of, source, error: null });
    });
    return () => {
      leaving.abort();
      stop();
    };
  }, [worker, given, facts, of, model]);
  return table;
}

/** Hands a promise's end on, unless it is no longer wanted when it comes, or was given up itself. */
export function whileWanted<Value>(promise: Promise<Value>, take: (value: Value | Error) => void): () => void {
  let wanted = true;
  promise.then(
    (value) => {
      if (wanted) take(value);
    },
    (error: unknown) => {
      if (!wanted || (error instanceof DOMException && error.name === "AbortError")) return;
      take(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return () => {
    wanted = false;
  };
}
