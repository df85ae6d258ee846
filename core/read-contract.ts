/**
 * Contracts in format version 1, which Kiln wrote until 2026: inputs without a kind, the batch as the only free dimension,
 * and one list of labels for the whole graph. They are read as what they mean in today's format.
 */
import { z } from "zod";
import {
  CONTRACT_FORMAT_VERSION,
  type Contract,
  contractFields,
  contractSchema,
  inputSpecSchema,
  labelsFit,
  outputSpecSchema,
} from "./contract.js";

const contract1Schema = z.object({
  formatVersion: z.literal(1),
  ...contractFields,
  inputs: z.array(inputSpecSchema.omit({ kind: true, tensor: true })).min(1),
  outputs: z.array(outputSpecSchema.omit({ kind: true, tensor: true, labels: true })).min(1),
  labels: z.array(z.string()).optional(),
});

/** The contract of one graph, in any version of the format that Kiln has written. */
export const readContractSchema = z.discriminatedUnion("formatVersion", [
  contractSchema,
  contract1Schema.transform(asFormat2),
]);

function asFormat2({ labels = [], inputs, outputs, ...same }: z.infer<typeof contract1Schema>): Contract {
  const labelled = labels.length === 0 ? undefined : outputs.find((output) => labelsFit(output, labels));
  return {
    ...same,
    formatVersion: CONTRACT_FORMAT_VERSION,
    inputs: inputs.map((input) => ({ ...input, kind: { kind: "number" } })),
    outputs: outputs.map((output) => (output === labelled ? { ...output, labels } : output)),
  };
}
