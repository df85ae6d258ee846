/**
 * Reads what tf2onnx logs. It ends with exit code 0 and writes an invalid file when an op has no converter, so its words
 * are the only sign; these are the ones of tf2onnx 1.17 (`tfonnx.py`, `tfjs_utils.py`).
 */

/** An operation that tf2onnx could not convert. */
export interface FailedNode {
  readonly op: string;
  /** Node name, with its scopes; undefined where the log names the op alone. */
  readonly node: string | undefined;
  /** True when tf2onnx has no converter for the op at all. */
  readonly unsupported: boolean;
}

const PATTERNS = [
  { pattern: /Tensorflow op \[(?<node>[^:\]]+): (?<op>[^\]]+)\] is not supported/gi, unsupported: true },
  { pattern: /Failed to determine dtypes for op type (?<op>\w+)\./gi, unsupported: true },
  { pattern: /Failed to convert node '(?<node>[^']+)'[\s\S]*?OP=(?<op>\w+)/g, unsupported: false },
] as const;

/** Every failed node of a log, each once, in the order of the log. */
export function failedNodes(log: string): FailedNode[] {
  const found = new Map<string, FailedNode>();
  for (const { pattern, unsupported } of PATTERNS) {
    for (const { groups } of log.matchAll(pattern)) {
      const op = groups?.op ?? "";
      const node = groups?.node;
      const key = `${op} ${node}`;
      if (!found.has(key)) found.set(key, { op, node, unsupported });
    }
  }
  return [...found.values()];
}
