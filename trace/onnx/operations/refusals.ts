/** What tfjs can record and ONNX cannot say, each with the reason. */
import type { Refusal } from "../operation.js";

const random = "it is random, and a published model gives the same answer to the same question";
const data = "the shape of its result depends on data";

export const refusals: readonly Refusal[] = [
  {
    tensorflow: [
      "Multinomial",
      "RandomStandardNormal",
      "RandomUniform",
      "TruncatedNormal",
      "RandomGamma",
      "RandomUniformInt",
    ],
    reason: random,
    next: "Draw outside of the graph, and hand the numbers in as an input.",
  },
  {
    tensorflow: ["NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5", "Where", "Unique", "UniqueV2"],
    reason: data,
    next: "Leave this step to the program that asks the model.",
  },
  {
    tensorflow: [
      "DecodeBmp",
      "DecodeGif",
      "DecodeJpeg",
      "DecodePng",
      "DecodeImage",
      "EncodeJpeg",
      "EncodePng",
      "StaticRegexReplace",
      "StringToHashBucketFast",
    ],
    reason: "it reads or makes text or files, and only numbers go through a network here",
    next: "Decode before the network, and hand the pixels in as an input.",
  },
  {
    tensorflow: [
      "If",
      "StatelessIf",
      "While",
      "StatelessWhile",
      "Switch",
      "Merge",
      "Enter",
      "Exit",
      "LoopCond",
      "NextIteration",
    ],
    reason: "its control flow depends on data",
    next: "Compute both ways and choose with tf.where, or unroll the loop.",
  },
  {
    tensorflow: [
      "AvgPoolGrad",
      "AvgPool3DGrad",
      "Conv2DBackpropFilter",
      "Conv3DBackpropFilterV2",
      "DepthwiseConv2dNativeBackpropFilter",
      "DepthwiseConv2dNativeBackpropInput",
      "Dilation2DBackpropFilter",
      "Dilation2DBackpropInput",
      "LRNGrad",
      "MaxPoolGrad",
      "MaxPool3DGrad",
      "ResizeBilinearGrad",
      "ResizeNearestNeighborGrad",
    ],
    reason: "it is a step of a gradient, which training needs and an answer does not",
    next: "Publish the function that answers, without tf.grad in it.",
  },
];
