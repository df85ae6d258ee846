/** The sentence that goes with every answer of `trend`, so that nobody takes it for more than it is. */

/** What to say about answers of a model, by the data that it was trained on. */
export function trendNotice(simulated: boolean): string {
  return simulated
    ? "Simulated: this model was trained on simulated epidemics. Its answers show how the pipeline works and say nothing about any real country."
    : "No forecast to act on: a statistical reading of past case counts, which knows nothing of testing, vaccines or measures.";
}
