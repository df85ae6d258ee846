/** How to run a published model, in the model card: by Kiln, by Triton, from Node, from Python. */
import { type InputSpec, rowSize, shapeAt, tensorName } from "../../core/contract.js";
import { goldenInputs } from "../../core/golden.js";
import { type Manifest, repositoryFiles } from "../../core/manifest.js";
import type { ElementType } from "../../core/tensor.js";

/** Elements of a row that a person would still like to read in an example. */
const READABLE_ROW = 64;

const ARRAYS: Readonly<Record<ElementType, string>> = {
  float32: "Float32Array",
  float16: "Uint16Array",
  int64: "BigInt64Array",
  int32: "Int32Array",
  uint8: "Uint8Array",
  bool: "Uint8Array",
};
const OPEN_INFERENCE: Readonly<Record<ElementType, string>> = {
  float32: "FP32",
  float16: "FP16",
  int64: "INT64",
  int32: "INT32",
  uint8: "UINT8",
  bool: "BOOL",
};

/** The paragraphs under "How to run it". */
export function usage(manifest: Manifest): string[] {
  return [
    "With Kiln: pages, an HTTP server, or the command line, with raw data in and answers out.",
    fence(
      "sh",
      `kiln serve\ncurl http://127.0.0.1:8080/v1/models/${manifest.model}\nkiln predict ${manifest.model} --help`,
    ),
    ...curl(manifest),
    "From Node, with `npm install onnxruntime-node`, in this folder:",
    fence("js", node(manifest)),
    "From Python, with `pip install onnxruntime numpy`, in this folder:",
    fence("python", python(manifest)),
  ];
}

/** A request of the Open Inference Protocol, where it is short enough to be read. */
function curl({ name, contract }: Manifest): string[] {
  if (contract.inputs.some((input) => rowSize(input) > READABLE_ROW)) return [];
  const values = goldenInputs(contract, { kind: "sample", seed: 1 }, 1);
  const inputs = contract.inputs.map((input) => ({
    name: tensorName(input),
    shape: shapeAt(input, 1),
    datatype: OPEN_INFERENCE[input.type],
    data: Array.from(values[input.name]?.data ?? [], (value) =>
      input.type === "bool" ? value !== 0 : Number(value.toPrecision(6)),
    ),
  }));
  return [
    "With Triton Inference Server (`tritonserver --model-repository` on the repository, as it is) or any other server that " +
      "speaks the Open Inference Protocol:",
    fence(
      "sh",
      `curl -X POST http://127.0.0.1:8000/v2/models/${name}/infer -H 'Content-Type: application/json' \\\n` +
        `  -d '${JSON.stringify({ inputs })}'`,
    ),
  ];
}

function node({ contract }: Manifest): string {
  const feeds = contract.inputs.map(
    (input) =>
      `  ${propertyName(tensorName(input))}: new ort.Tensor("${input.type}", new ${ARRAYS[input.type]}(${rowSize(input)}), ` +
      `[${shapeAt(input, 1).join(", ")}]), // ${input.unit}`,
  );
  return [
    'import * as ort from "onnxruntime-node";',
    `const session = await ort.InferenceSession.create("${repositoryFiles.model}");`,
    `const answer = await session.run({\n${feeds.join("\n")}\n});`,
    `console.log(${contract.outputs.map((output) => `answer${member(tensorName(output))}.data`).join(", ")});`,
  ].join("\n");
}

/** How a property of an object is reached. */
function member(name: string): string {
  return propertyName(name) === name ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** A name as it stands before a colon in an object. */
function propertyName(name: string): string {
  return /^[a-zA-Z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function python({ contract }: Manifest): string {
  const feed = (input: InputSpec): string =>
    `    "${tensorName(input)}": np.zeros((${shapeAt(input, 1).join(", ")},), dtype=np.${input.type}),  # ${input.unit}`;
  return [
    "import numpy as np, onnxruntime as ort",
    `session = ort.InferenceSession("${repositoryFiles.model}")`,
    `answer = session.run(None, {\n${contract.inputs.map(feed).join("\n")}\n})`,
    "print(dict(zip([output.name for output in session.get_outputs()], answer)))",
  ].join("\n");
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
