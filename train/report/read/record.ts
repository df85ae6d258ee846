/** A run as a report sees it: what its directory holds, and a note of what it does not. */
import type { Json } from "../../../core/json.js";
import type { ReportSection } from "../../../core/report-section.js";

/** Figures after a step or an epoch. */
export interface MetricsRow {
  readonly epoch: number;
  readonly step: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** A layer of a published graph: the weights that share a path. */
export interface Layer {
  /** `decoder/dense1`. */
  readonly path: string;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly parameters: number;
}

/** Boxes of a graph's diagram and the lines between them, as training recorded them; see docs/formats.md. */
export interface FlowRecord {
  readonly boxes: readonly {
    readonly id: string;
    readonly kind: "input" | "layer" | "scope" | "output";
    readonly name: string;
    /** Of what leaves the box, `null` for the batch. */
    readonly shape: readonly (number | null)[];
  }[];
  /** `back`: to a box that comes before, by way of a state. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly back: boolean }[];
}

/** A graph of the run, as it goes to export. */
export interface GraphRecord {
  readonly name: string;
  /** Shapes by name, `null` for the batch. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
  readonly layers: readonly Layer[];
  /** Null until the training has ended. */
  readonly flow: FlowRecord | null;
}

/** A picture of the run: an SVG document, or the bytes of a PNG. */
export interface PictureRecord {
  /** `pictures/map`, `samples/final-samples`. */
  readonly name: string;
  readonly file: string;
  readonly type: "svg" | "png";
}

export interface RunRecord {
  /** The directory, as it was given. */
  readonly path: string;
  /** Its last part. */
  readonly name: string;
  readonly model: string;
  readonly preset: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, Json>>;
  readonly environment: {
    readonly versions: Readonly<Record<string, string>>;
    readonly commit: string | null;
    readonly cpu: string;
    readonly threads: number | null;
    readonly dataSource: string;
    readonly dataHash: string;
  } | null;
  readonly status: {
    readonly status: string;
    readonly step: number;
    readonly totalSteps: number;
    readonly epoch: number;
    readonly message: string;
  } | null;
  /** Final figures, and what they are worth in words; null until the run is finished. */
  readonly summary: {
    readonly metrics: Readonly<Record<string, number>>;
    readonly remarks: readonly string[];
    readonly simulated: boolean;
  } | null;
  readonly evaluation: Json | null;
  /** What the model itself has to show; none for most. */
  readonly sections: readonly ReportSection[];
  readonly steps: readonly MetricsRow[];
  readonly epochs: readonly MetricsRow[];
  readonly graphs: readonly GraphRecord[];
  readonly pictures: readonly PictureRecord[];
  /** What is missing or damaged, in sentences. */
  readonly notes: readonly string[];
}
