/** The processing of a model that is asked by its contract and nothing else: a version of it needs no code of the model. */
export const PREDICT_PROCESSING = "predict@1";
