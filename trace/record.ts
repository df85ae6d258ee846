import type { Tensor } from "@tensorflow/tfjs-node";
import { elementType, readAttributes } from "./attributes.js";
import {
  type BindingListener,
  listen,
  type NativeAttribute,
  type NativeBinding,
  type NativeTensor,
  type NativeValues,
  nativeBinding,
  nativeId,
} from "./binding.js";
import { TraceError, type TracePlace } from "./errors.js";
import type { ConstantValues, Edge, ElementType, Graph, GraphNode, GraphOutput } from "./graph.js";
import { withLayerScopes } from "./layers.js";
import { prune } from "./prune.js";
import { currentScope, nodeName, UniqueNames } from "./scope.js";
import { callerSource } from "./source.js";
import type { TF } from "./tensorflow.js";

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, Tensor>>;

/** What a recording may touch beside its inputs. */
export interface RecordOptions {
  /** Tensors that go into the graph with their values: weights. Each becomes a `Const` node of its name. */
  readonly constants?: TensorMap;
}

/**
 * Runs `fn` once and gives what it computed as a graph, without what no output depends on.
 *
 * Every tensor that `fn` touches is an input, a declared constant, or made inside. Whatever it makes, the results
 * included, is disposed; inputs and constants stay.
 *
 * @param inputs become `Placeholder` nodes of their names, with the shapes they have here
 * @throws TraceError, naming scope and line, when `fn` reads a value into JavaScript, uses or disposes a tensor that is
 *   not its own, is asynchronous, or when two inputs share one buffer.
 */
export function record(
  tf: TF,
  fn: (inputs: TensorMap) => TensorMap,
  inputs: TensorMap,
  options: RecordOptions = {},
): Graph {
  const recorder = new Recorder(nativeBinding(tf));
  for (const [name, tensor] of Object.entries(inputs)) recorder.declare(tf, "Placeholder", name, tensor);
  for (const [name, tensor] of Object.entries(options.constants ?? {})) recorder.declare(tf, "Const", name, tensor);

  let outputs: GraphOutput[] = [];
  try {
    listen(tf, recorder, () => {
      tf.tidy(() => {
        const result: unknown = withLayerScopes(tf, () => fn(inputs));
        outputs = recorder.outputs(tf, result);
      });
    });
  } catch (error) {
    // A function that was refused may well fail of the refusal's cause: the cause comes first.
    throw recorder.refusal ?? error;
  }
  if (recorder.refusal !== undefined) throw recorder.refusal;
  return prune({ nodes: recorder.nodes, outputs });
}

class Recorder implements BindingListener {
  readonly nodes: GraphNode[] = [];
  /** The first thing that cannot be recorded. Thrown when `fn` is done, where nothing can catch it on the way. */
  refusal: TraceError | undefined;
  readonly #binding: NativeBinding;
  readonly #names = new UniqueNames();
  readonly #edges = new Map<number, Edge>();
  readonly #types = new Map<number, ElementType>();
  readonly #declared = new Map<number, string>();

  constructor(binding: NativeBinding) {
    this.#binding = binding;
  }

  declare(tf: TF, op: "Placeholder" | "Const", name: string, tensor: Tensor): void {
    if (tensor.isDisposed) throw new TraceError(`the tensor ${JSON.stringify(name)} was disposed before`, {});
    const id = nativeId(tf, tensor);
    const other = this.#declared.get(id);
    if (other !== undefined) {
      throw new TraceError(
        `${JSON.stringify(other)} and ${JSON.stringify(name)} are the same tensor, so a graph could not tell them apart`,
        {},
        "Give each its own tensor; clone() shares the memory of the first, tf.add(t, 0) does not.",
      );
    }
    this.#declared.set(id, name);
    const dtype = tensor.dtype as ElementType;
    const type = { dtype, shape: [...tensor.shape] };
    const unique = this.#names.take(nodeName(name));
    const node = { name: unique, op, inputs: [], attributes: {}, outputs: [type], scope: "", declared: true as const };
    this.nodes.push(
      op === "Const" ? { ...node, values: numbers(this.#binding.tensorDataSync(id), `constant ${name}`, {}) } : node,
    );
    this.#made(id, dtype, { node: unique, output: 0 });
  }

  outputs(tf: TF, result: unknown): GraphOutput[] {
    if (typeof result !== "object" || result === null || result instanceof tf.Tensor || Array.isArray(result)) {
      throw new TraceError("a recorded function returns its results by name: { name: tensor, … }", {});
    }
    if (isPromise(result)) {
      // What happens to the promise later is of no interest: the recording is refused for there being one.
      result.then(undefined, () => undefined);
      throw new TraceError("an asynchronous function cannot be recorded: a graph has no place to wait", {});
    }
    return Object.entries(result).map(([name, tensor]) => {
      if (!(tensor instanceof tf.Tensor)) throw new TraceError(`the result ${JSON.stringify(name)} is no tensor`, {});
      return { name, edge: this.#edge(nativeId(tf, tensor), { scope: `result ${name}` }) };
    });
  }

  created(id: number, shape: readonly number[], dtype: number, values: NativeValues, outside: boolean): void {
    const place = this.#place();
    if (outside) this.#refuseUndeclared(place);
    const name = this.#nodeName("Const");
    const type = elementType(dtype);
    this.nodes.push({
      name,
      op: "Const",
      inputs: [],
      attributes: {},
      outputs: [{ dtype: type, shape: [...shape] }],
      values: numbers(values, "a constant", place),
      ...described(place),
    });
    this.#made(id, type, { node: name, output: 0 });
  }

  executed(
    op: string,
    attributes: readonly NativeAttribute[],
    inputIds: readonly number[],
    outputs: readonly NativeTensor[],
  ): void {
    const place = { ...this.#place(), op };
    const name = this.#nodeName(op);
    this.nodes.push({
      name,
      op,
      inputs: inputIds.map((id) => this.#edge(id, place)),
      attributes: readAttributes(
        this.#binding,
        op,
        attributes,
        inputIds.map((id) => this.#types.get(id) ?? "float32"),
      ),
      outputs: outputs.map(({ dtype, shape }) => ({ dtype: elementType(dtype), shape: [...shape] })),
      ...described(place),
    });
    for (const [output, { id, dtype }] of outputs.entries()) this.#made(id, elementType(dtype), { node: name, output });
  }

  read(): void {
    this.#refuse(
      "the function reads the value of a tensor into JavaScript, where a graph cannot follow",
      this.#place(),
      "Compute with tensor operations instead (tf.where for a choice), or read after the function has returned.",
    );
  }

  deleted(id: number): void {
    const name = this.#declared.get(id);
    if (name === undefined) return;
    this.#refuse(`the function disposes ${JSON.stringify(name)}, which is not its own`, this.#place());
  }

  ranSavedModel(): void {
    this.#refuse(
      "the function runs another captured function, whose operations cannot be seen from outside",
      this.#place(),
      "Call the function itself, not its captured form.",
    );
  }

  #made(id: number, type: ElementType, edge: Edge): void {
    this.#edges.set(id, edge);
    this.#types.set(id, type);
  }

  #edge(id: number, place: TracePlace): Edge {
    const edge = this.#edges.get(id);
    if (edge !== undefined) return edge;
    this.#refuseUndeclared(place);
    return { node: "undeclared", output: 0 };
  }

  #refuseUndeclared(place: TracePlace): void {
    this.#refuse(
      "the function uses a tensor that is no declared input or constant, so its present value would be baked in",
      place,
      "Pass it as an input, or declare it as a constant where its value belongs to the graph.",
    );
  }

  #refuse(reason: string, place: TracePlace, next?: string): void {
    this.refusal ??= new TraceError(reason, place, next);
  }

  #place(): TracePlace {
    return { scope: currentScope(), source: callerSource() };
  }

  #nodeName(op: string): string {
    const scope = currentScope();
    return this.#names.take(scope === "" ? op : `${scope}/${op}`);
  }
}

function described({ scope = "", source }: TracePlace): Pick<GraphNode, "scope" | "source"> {
  return source === undefined ? { scope } : { scope, source };
}

function isPromise(value: object): value is Promise<unknown> {
  return "then" in value && typeof value.then === "function";
}

/** A copy: TensorFlow and JavaScript share the memory of a created tensor. */
function numbers(values: NativeValues, what: string, place: TracePlace): ConstantValues {
  if (Array.isArray(values)) throw new TraceError(`${what} holds strings, which no graph here carries`, place);
  return values.slice();
}
