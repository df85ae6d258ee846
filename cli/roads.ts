/** The ways to ONNX as the command line offers them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ownPackage } from "../system/own-package.js";

/** The default first: `export/convert/roads.ts` says what each is. */
export const ROADS = ["direct", "tf2onnx", "both"] as const;

/** Where setup puts the Python that runs tf2onnx. */
export function toolchainPython(): string {
  return join(ownPackage().root, ".kiln", "python", "bin", "python");
}

/** Whether setup has put it there. */
export function hasToolchainPython(): boolean {
  return existsSync(toolchainPython());
}
