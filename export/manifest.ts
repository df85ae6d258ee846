/** Puts the manifest of a verified graph together. */

import { parseAs } from "../core/json.js";
import {
  MANIFEST_FORMAT_VERSION,
  type Manifest,
  manifestSchema,
  type RuntimeResult,
  repositoryFiles,
  type Variant,
  type Witness,
} from "../core/manifest.js";
import { sha256 } from "../store/checksum.js";
import type { ConvertedGraph } from "./convert/converted.js";
import type { Plan } from "./plan.js";
import { verificationRecord } from "./verify/verify-onnx.js";

/** Everything that a manifest is made from. */
export interface ManifestParts {
  readonly planned: Plan;
  readonly graph: ConvertedGraph;
  /** The bytes that are published. */
  readonly model: Uint8Array;
  readonly version: number;
  readonly created: string;
  readonly runtimes: RuntimeResult[];
  /** Of an export by both roads. */
  readonly witness: Witness | undefined;
  readonly variants: Variant[];
  /** Versions of Python and its packages, where they took part. */
  readonly toolchain: Readonly<Record<string, string>>;
  readonly kiln: string;
}

/** The manifest, checked by its own schema: what is published can be read. */
export function makeManifest(parts: ManifestParts): Manifest {
  const { planned, graph, model, toolchain } = parts;
  const { inference } = planned;
  const { contract, golden } = graph.planned;
  const manifest: Manifest = {
    formatVersion: MANIFEST_FORMAT_VERSION,
    name: contract.name,
    version: parts.version,
    model: inference.model,
    bundle: { id: inference.bundle, graphs: inference.graphs.map((one) => one.name) },
    created: parts.created,
    contract,
    fitted: inference.fitted,
    file: { name: repositoryFiles.model, sha256: sha256(model), bytes: model.byteLength },
    variants: parts.variants,
    opset: graph.opset,
    exporter: { road: graph.road, version: graph.converterVersion },
    // Python's packages are named so: its TensorFlow and the one that trained are two.
    versions: {
      ...inference.versions,
      kiln: parts.kiln,
      ...Object.fromEntries(Object.entries(toolchain).map(([name, version]) => [`python/${name}`, version])),
    },
    training: inference.training,
    verification: {
      ...verificationRecord(golden, parts.runtimes),
      ...(parts.witness === undefined ? {} : { witness: parts.witness }),
    },
  };
  return parseAs(manifestSchema, manifest, "the new manifest");
}
