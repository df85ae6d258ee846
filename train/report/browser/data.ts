/** What the page holds for each chart. */
export interface ChartData {
  readonly figure: string;
  readonly curves: readonly {
    readonly name: string;
    readonly run: number;
    readonly part: "training" | "validation" | "spread";
    readonly points: readonly (readonly [step: number, value: number])[];
  }[];
  readonly least: { readonly value: number; readonly step: number; readonly curve: string } | null;
}
