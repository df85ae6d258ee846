/** The seed report's experiments, all at once: its four cases with both meanings of "MSE", and what was found to work. */
import type { SweepPreset } from "kilnjs/train";

const cases = ["report-kl1", "report-kl70", "report-kl100", "report-kl0"] as const;
const reductions = ["sum", "mean"] as const;

/** Sweeps of `faces` by name. */
export const facesSweeps = {
  report: {
    summary:
      "four weights of the KL divergence (1, 70, 100, 0), squared error summed and averaged, beside the preset best",
    runs: [
      ...reductions.flatMap((reduction) =>
        cases.map((preset) => ({
          name: `${preset.replace("report-", "")}-${reduction}`,
          preset,
          set: [`reduction=${reduction}`],
        })),
      ),
      {
        name: "best",
        preset: "best",
        set: [],
        // The same loss and schedule; its warm-up of three epochs would be over only near the end.
        short: { name: "best-short", set: ["klWarmup=1", "learningRate=0.002"] },
      },
    ],
    quick: {
      // Fewer pictures, epochs and channels; at the report's rate of 1e-4 so few steps would show nothing but their start.
      set: [
        "count=3000",
        "pictures=3000",
        "epochs=8",
        "width=16",
        "learningRate=0.001",
        "samplePictures=1000",
        "smallestEpoch=0",
        "sheetEpochs=0",
      ],
      remark:
        "The short form of this sweep: every run has 3,000 pictures, 8 epochs and half the channels, and all four KL weights a rate of 0.001. What differs between them shows; the presets themselves reach better figures. best-short is the loss of the preset best with this little work, and not what that preset gives.",
    },
  },
} as const satisfies Readonly<Record<string, SweepPreset>>;
