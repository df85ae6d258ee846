/** The machine: Node's version, the platform, and disk space to work with. */
import { freeDiskBytes, requireNode } from "../prerequisites.mjs";
import { projectAt } from "./asked-project.mjs";
import { report } from "./report.mjs";

/** A run, its checkpoints and its models take some hundred megabytes at most. */
const WORKING_SPACE_BYTES = 0.5e9;

await report(async () => {
  requireNode();
  const free = freeDiskBytes(projectAt().root);
  if (free < WORKING_SPACE_BYTES) throw new Error(`only ${(free / 1e9).toFixed(2)} GB of disk are free here`);
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${(free / 1e9).toFixed(0)} GB free`;
});
