/** The ways to ONNX as the command line offers them. The default first: `export/convert/roads.ts` says what each is. */
export const ROADS = ["direct", "tf2onnx", "both"] as const;
