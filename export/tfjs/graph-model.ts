/** A graph-model (a frozen TensorFlow graph, as tensorflowjs_converter writes it), made ready to be recorded. */
import type { GraphModel, NamedTensorMap, Tensor } from "@tensorflow/tfjs";
import { z } from "zod";
import { FailedError, KilnError, messageOf } from "../../core/errors.js";
import { moveScope, scope } from "../../trace/scope.js";
import type { Tfjs } from "../../trace/tfjs.js";
import type { Convertible, DeclaredInput } from "./convertible.js";
import { oneLine } from "./layers-model.js";
import type { SourceModel } from "./model-json.js";
import { quietly } from "./quietly.js";
import { joinedBytes } from "./weights.js";

const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).optional(),
});

type GraphNode = z.infer<typeof nodeSchema>;

/** Operations that no graph of fixed structure can hold, by what they are. */
const REFUSED: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /^(Switch|Merge|Enter|Exit|NextIteration|LoopCond|While|StatelessWhile|If|StatelessIf)$/,
    "it is control flow that depends on the data",
  ],
  [/^Tensor(Array|List)/, "it belongs to a loop whose length depends on the data"],
  [
    /^(NonMaxSuppressionV\d|CombinedNonMaxSuppression|Where|ListDiff|Unique|UniqueV2)$/,
    "how much comes out depends on the data",
  ],
  [
    /^(Stateless)?(Random|Truncated|ParameterizedTruncated)|^Multinomial$/,
    "it draws at random, so no two runs would agree",
  ],
  [/^(HashTable|LookupTable|InitializeTable|String|StaticRegex|DecodeJpeg|DecodePng|Regex)/, "it works on strings"],
  [/^(Variable|VarHandleOp|ReadVariableOp|Assign)/, "it is a variable, and a graph remembers nothing"],
];

/**
 * Makes a graph-model ready.
 *
 * @throws FailedError naming the operation and its node that cannot be converted, or what tfjs says about the file.
 */
export async function readGraphModel(tf: Tfjs, source: SourceModel): Promise<Convertible> {
  const { file } = source;
  const nodes = parseNodes(source);
  checkNodes(nodes, file);
  const model = await load(tf, source);
  const inputs = model.inputs.map(({ name, dtype, shape }): DeclaredInput => {
    if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
      throw new FailedError(`the input ${JSON.stringify(name)} has the element type ${dtype}`, {
        where: { file },
        next:
          dtype === "string" ? "Look words up outside of the model." : "A graph here takes float32, int32 and bool.",
      });
    }
    if (shape === undefined) {
      throw new FailedError(`the input ${JSON.stringify(name)} has no shape`, {
        where: { file },
        next: "Freeze the model with a shape for each input.",
      });
    }
    return {
      name: nodeOf(name),
      dtype,
      shape: shape.map((length) => (length === -1 || length === null ? null : length)),
    };
  });
  const tensors = model.outputs.map(({ name }) => name);
  const outputs = tensors.map((name, i) => (tensors.map(nodeOf).indexOf(nodeOf(name)) === i ? nodeOf(name) : name));
  followNodes(model);
  const run = (given: Readonly<Record<string, Tensor>>): Tensor[] => {
    const feeds: NamedTensorMap = {};
    for (const [i, { name }] of inputs.entries()) {
      const tensor = given[name];
      const key = model.inputs[i]?.name;
      if (tensor !== undefined && key !== undefined) feeds[key] = tensor;
    }
    try {
      const result = scope("graph", () => model.execute(feeds, tensors));
      return Array.isArray(result) ? result : [result];
    } catch (cause) {
      if (cause instanceof KilnError) throw cause;
      throw new FailedError(`tfjs cannot run the graph: ${oneLine(messageOf(cause))}`, { where: { file }, cause });
    }
  };
  return {
    inputs,
    outputs,
    constants: Object.fromEntries(
      Object.entries(model.weights as unknown as Record<string, Tensor[]>).flatMap(([name, [tensor]]) =>
        tensor === undefined || tensor.dtype === "string" ? [] : [[name, tensor]],
      ),
    ),
    fn: (given) => {
      const results = run(given);
      return Object.fromEntries(
        outputs.map((name, i) => {
          const result = results[i];
          if (result === undefined) throw new Error(`the graph gave no output ${name}`);
          return [name, result];
        }),
      );
    },
    reference: run,
    referenceName: `tfjs ${tf.version.tfjs}, running the graph itself`,
    recurrent: [],
    fromCode: false,
    dispose: () => model.dispose(),
  };
}

function parseNodes({ topology, file }: SourceModel): GraphNode[] {
  const parsed = z.array(nodeSchema).safeParse(topology.node);
  if (parsed.success && parsed.data.length > 0) return parsed.data;
  throw new FailedError("the graph in this file is damaged: it has no nodes, or some without a name", {
    where: { file, field: "/modelTopology/node" },
    next: "Convert the model again with tensorflowjs_converter.",
  });
}

function checkNodes(nodes: readonly GraphNode[], file: string): void {
  for (const { name, op } of nodes) {
    const refused = REFUSED.find(([pattern]) => pattern.test(op));
    if (refused === undefined) continue;
    throw new FailedError(`the operation ${op} (node ${name}) cannot be converted: ${refused[1]}`, {
      where: { file },
      next: "Cut the model before this node, and do the step in code.",
    });
  }
}

async function load(tf: Tfjs, { json, weights, file }: SourceModel): Promise<GraphModel> {
  if (json === undefined) throw new Error("a graph-model without its JSON");
  try {
    return await quietly(() =>
      tf.loadGraphModel(
        tf.io.fromMemory({
          modelTopology: (json.modelTopology ?? json) as object,
          format: "graph-model",
          ...(json.signature === undefined ? {} : { signature: json.signature as object }),
          ...(json.userDefinedMetadata === undefined
            ? {}
            : { userDefinedMetadata: json.userDefinedMetadata as object }),
          weightSpecs: weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })),
          weightData: joinedBytes(weights.map(({ values }) => values)),
        }),
      ),
    );
  } catch (cause) {
    throw new FailedError(`tfjs cannot read the graph: ${oneLine(messageOf(cause))}`, { where: { file }, cause });
  }
}

/** `serving_default_x:0` -> `serving_default_x` */
function nodeOf(tensor: string): string {
  return tensor.replace(/:0$/, "");
}

/**
 * tfjs's executor asks for a node's category right before it runs it: the scope moves along, so that each recorded operation
 * carries the name of its node, and an error can say it.
 */
function followNodes(model: GraphModel): void {
  const { executor } = model as unknown as {
    executor?: { graph?: { nodes?: Record<string, { category?: unknown }> } };
  };
  for (const [name, node] of Object.entries(executor?.graph?.nodes ?? {})) {
    const { category } = node;
    Object.defineProperty(node, "category", {
      configurable: true,
      get: () => {
        moveScope(name);
        return category;
      },
    });
  }
}
