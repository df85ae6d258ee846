/** What `page/contenders.ts` offers to the bench: `globalThis.kilnContenders`. */

/** Kiln's inference, or onnxruntime-web by itself. */
export type ContenderName = "kiln" | "bare";

/** What was opened, on both sides alike. */
export interface OpenedContenders {
  readonly backend: string;
  readonly threads: number;
  /** The published file that both decode with. */
  readonly file: string;
  /** Latent numbers of a face. */
  readonly size: number;
  /** The largest difference between their answers to one question. */
  readonly difference: number;
}

export interface Contenders {
  /** @param script of the bare worker. */
  open(backend: "wasm" | "wasm-threads", exact: boolean, script: string): Promise<OpenedContenders>;
  decode(who: ContenderName, rows: number, count: number): Promise<number[]>;
  repeat(count: number): Promise<void>;
  closeBare(): void;
  memory(): Promise<number>;
}
