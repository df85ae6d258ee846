/**
 * Converts a tiny model with tf2onnx's command line, has the ONNX checker look at the result, and runs it. The exit
 * code of tf2onnx proves nothing (it is 0 after an unsupported op, too); the numbers do.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { pythonOf, pythonSettings } from "../venv.mjs";
import { projectAt } from "./asked-project.mjs";
import { report } from "./report.mjs";
import { proveRuntime, writeGraphModel } from "./tiny-model.mjs";

const CHECK = "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)";

await report(async () => {
  const folder = mkdtempSync(join(tmpdir(), "kiln-doctor-"));
  try {
    const python = pythonOf(projectAt());
    const options = { cwd: folder, env: pythonSettings() };
    const onnx = join(folder, "model.onnx");
    const graph = writeGraphModel(folder);
    await runCommand(python, ["-m", "tf2onnx.convert", "--tfjs", graph, "--output", onnx, "--opset", "17"], options);
    await runCommand(python, ["-c", CHECK, onnx], options);
    await proveRuntime(await import("onnxruntime-node"), readFileSync(onnx));
    return "tf2onnx converts, the ONNX checker agrees, the numbers are exact";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
