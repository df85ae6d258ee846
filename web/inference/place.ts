/** Where a page's models are, and how a worker for one is started. */

/** What is different for the page and for somebody else's. */
export interface Place {
  /** Address that the models' files are relative to. */
  readonly base: string;
  /** The folder of onnxruntime's files, relative to `base`. */
  readonly runtime: string;
  startWorker(): Worker;
}
