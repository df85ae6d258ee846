/** Where `kiln setup` puts what training needs: in a checkout of Kiln its own folder, else the project that has Kiln installed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ownPackage } from "./own-package.js";

/** Whether this Kiln was installed from npm, which never packs a lock file. */
export function isInstalled(): boolean {
  return !existsSync(join(ownPackage().root, "package-lock.json"));
}

/** The folder whose `.kiln` holds the toolchain. @param project the root of the project that a command works in. */
export function toolchainRoot(project: string): string {
  return isInstalled() ? project : ownPackage().root;
}

/** The Python that runs tf2onnx, where there is one. */
export function toolchainPython(project: string): string {
  return join(toolchainRoot(project), ".kiln", "python", "bin", "python");
}

/** Whether setup has put it there. */
export function hasToolchainPython(project: string): boolean {
  return existsSync(toolchainPython(project));
}
