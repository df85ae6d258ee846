/**
 * Watches the faces view from inside: when a slider moved, when its question went to the worker and came back, when the
 * picture was drawn, and the frame that shows it. It runs before the page's own scripts and changes nothing that they do.
 */
import type { Mark, Probed } from "../marks.js";

const marks: Mark[] = [];
const longTasks: number[] = [];
const note = (kind: Mark["kind"], at = performance.now()): void => {
  marks.push({ kind, at });
};

addEventListener("input", (event) => note("input", event.timeStamp), true);
addEventListener("click", (event) => note("click", event.timeStamp), true);
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: "longtask" });

const { putImageData } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.putImageData = function (...given: unknown[]): void {
  putImageData.apply(this, given as Parameters<typeof putImageData>);
  const drawn =
    this.canvas.closest(".faces-hero") !== null ? "face" : this.canvas.closest(".faces-cell") ? "cell" : null;
  if (drawn === null) return;
  note(drawn);
  requestAnimationFrame(() => note(drawn === "face" ? "face-frame" : "cell-frame"));
};

// The face of the slider is the only question with one row.
globalThis.Worker = class extends Worker {
  readonly #ours = new Set<number>();

  constructor(...given: ConstructorParameters<typeof Worker>) {
    super(...given);
    this.addEventListener("message", ({ data }: MessageEvent<{ id?: number }>) => {
      if (data.id !== undefined && this.#ours.delete(data.id)) note("answered");
    });
  }

  override postMessage(message: AskedLike, options?: Transferable[] | StructuredSerializeOptions): void {
    const { id, question } = message;
    if (question?.kind === "infer" && Object.values(question.feeds).every(({ dims }) => dims[0] === 1)) {
      this.#ours.add(id);
      note("asked");
    }
    super.postMessage(message, options as StructuredSerializeOptions);
  }
};

/** What is looked at of a question (`web/inference/messages.ts`). */
interface AskedLike {
  readonly id: number;
  readonly question?: { readonly kind: string; readonly feeds: Record<string, { readonly dims: readonly number[] }> };
}

const probe: Probed = {
  taken: () => ({ marks: marks.splice(0), longTasks: longTasks.splice(0) }),
  count: (kind) => marks.filter((mark) => mark.kind === kind).length,
};
Object.assign(globalThis, { kilnProbe: probe });
