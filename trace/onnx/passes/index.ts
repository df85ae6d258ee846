/** Rewrites that keep a graph's numbers and make it smaller and faster, one pattern a file. */
import type { OnnxGraph } from "../graph.js";
import { cancelTransposes } from "./cancel-transposes.js";
import { foldBias } from "./fold-bias.js";
import { foldConstants } from "./fold-constants.js";
import { foldPad } from "./fold-pad.js";
import { foldBatchNorm, foldScale } from "./fold-scale.js";
import { gemm } from "./gemm.js";
import { keepPadsApart } from "./keep-pads-apart.js";
import { mergeCasts } from "./merge-casts.js";
import { mergeClips } from "./merge-clips.js";
import { mergeReshapes } from "./merge-reshapes.js";
import { applyPasses, type Pass, removeUnused } from "./pass.js";
import { removeIdentity, removeNeutral } from "./remove-neutral.js";
import { shareConstants } from "./share-constants.js";
import { shareNodes } from "./share-nodes.js";
import { sinkBroadcasting, sinkElementwise, sinkPad, sinkReduction, sinkSlice } from "./sink-transposes.js";
import { transposeAsReshape } from "./transpose-as-reshape.js";

/** Until nothing changes: each may make room for another. */
const patterns: readonly Pass[] = [
  foldConstants,
  removeNeutral,
  removeIdentity,
  mergeCasts,
  mergeClips,
  mergeReshapes,
  cancelTransposes,
  sinkElementwise,
  sinkBroadcasting,
  sinkReduction,
  sinkPad,
  sinkSlice,
  foldPad,
  foldBatchNorm,
  foldScale,
  foldBias,
  gemm,
];

/** Only when no order of axes moves any more: a change of shape does not cancel. */
const last: readonly Pass[] = [transposeAsReshape, mergeReshapes, keepPadsApart];

/** Applies all of them, until none finds anything. */
export function optimise(graph: OnnxGraph, opset: number): void {
  removeUnused(graph);
  do {
    shareConstants(graph);
    applyPasses(graph, patterns, opset);
    shareConstants(graph);
  } while (shareNodes(graph));
  applyPasses(graph, last, opset);
  shareConstants(graph);
}
