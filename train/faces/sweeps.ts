/** The seed report's experiments, all at once: its four cases with both meanings of "MSE", and what was found to work. */
import type { SweepPreset } from "../recipe.js";

const cases = ["report-kl1", "report-kl70", "report-kl100", "report-kl0"] as const;
const reductions = ["sum", "mean"] as const;

/** Sweeps of `faces` by name. */
export const facesSweeps = {
  report: {
    summary: "the seed report's KL x1, x70, x100 and x0, squared error summed and averaged, beside the preset best",
    runs: [
      ...reductions.flatMap((reduction) =>
        cases.map((preset) => ({
          name: `${preset.replace("report-", "")}-${reduction}`,
          preset,
          set: [`reduction=${reduction}`],
        })),
      ),
      { name: "best", preset: "best", set: [] },
    ],
    // Fewer pictures, epochs and channels; at the report's rate of 1e-4 so few steps would show nothing but their start.
    quick: [
      "count=3000",
      "pictures=3000",
      "epochs=8",
      "width=16",
      "learningRate=0.001",
      "samplePictures=1000",
      "smallestEpoch=0",
      "sheetEpochs=0",
    ],
  },
} as const satisfies Readonly<Record<string, SweepPreset>>;
