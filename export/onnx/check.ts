/**
 * The ONNX checker, on all graphs of a bundle in one Python process (0.5 s; TensorFlow is not loaded). `full_check` runs
 * shape inference too, in strict mode: an inferred shape that contradicts a declared one is an error.
 */
import { z } from "zod";
import { FailedError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";
import { lastLines, runPython } from "../python.js";

const SCRIPT = `
import json, sys, importlib.metadata as metadata
import onnx
from onnx import checker, shape_inference
problems = {}
for path in sys.argv[1:]:
    try:
        checker.check_model(path, full_check=True)
        shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
    except Exception as problem:
        problems[path] = str(problem)
def version(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
names = ["tf2onnx", "tensorflow-cpu", "tensorflow", "onnx", "numpy"]
versions = {name: version(name) for name in names if version(name)}
versions["python"] = sys.version.split()[0]
print(json.dumps({"problems": problems, "versions": versions}))
`;

const reportSchema = z.object({
  problems: z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.string()),
});

/**
 * Checks ONNX files.
 *
 * @param files graph name -> path.
 * @returns the versions of Python and of the packages that the conversion used.
 * @throws FailedError with the checker's word on the first graph that is not valid ONNX.
 */
export async function checkOnnx(
  files: Readonly<Record<string, string>>,
  python: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const result = await runPython(
    python,
    ["-c", SCRIPT, ...Object.values(files)],
    signal === undefined ? {} : { signal },
  );
  if (result.code !== 0) {
    throw new FailedError(`the ONNX checker did not run:\n${lastLines(result.stderr)}`, {
      next: "kiln doctor checks the toolchain, kiln setup mends it.",
    });
  }
  const report = parseJsonAs(reportSchema, result.stdout, "the ONNX checker's answer");
  for (const [graph, file] of Object.entries(files)) {
    const problem = report.problems[file];
    if (problem !== undefined) throw new FailedError(`${graph} is not valid ONNX: ${lastLines(problem, 4)}`);
  }
  return report.versions;
}
