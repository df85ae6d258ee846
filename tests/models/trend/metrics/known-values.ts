/** Answers and their scores as scikit-learn 1.9.1 gives them (SciPy 1.x for the interval and the temperature). */

/** Forty answers; `weights` are how often each counts. */
export const sample = {
  truth: [
    1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0,
    1,
  ],
  probability: [
    0.19, 0.22, 0.35, 0.7, 0.76, 0.57, 0.81, 0.6, 0.76, 0.46, 0.09, 0.08, 0.73, 0.95, 0.7, 0.25, 0.92, 0.7, 0.38, 0.7,
    0.32, 0.29, 0.3, 0.75, 0.33, 0.86, 0.56, 0.08, 0.33, 0.91, 0.55, 0.43, 0.36, 0.39, 0.57, 0.14, 0.71, 0.58, 0.38,
    0.88,
  ],
  weights: [
    0, 2, 3, 2, 2, 0, 1, 1, 2, 2, 1, 1, 3, 1, 2, 0, 1, 0, 0, 2, 3, 1, 1, 3, 1, 0, 3, 0, 1, 3, 2, 0, 1, 1, 1, 2, 3, 0, 0,
    3,
  ],
};

/** `accuracy_score`, `balanced_accuracy_score`, `matthews_corrcoef`, `f1_score`, `roc_auc_score`, `brier_score_loss`, `log_loss`. */
export const scores = {
  accuracy: 0.75,
  balancedAccuracy: 0.76,
  mcc: 0.5041183773141629,
  f1: 0.782608695652174,
  auc: 0.824,
  brier: 0.175885,
  loss: 0.5205782886040462,
  ece: 0.185,
};

/** Of those that get intervals, the same with `sample_weight`. */
export const weighted = {
  accuracy: 0.7272727272727273,
  mcc: 0.40465131911125596,
  auc: 0.783625730994152,
};

/** `roc_curve(drop_intermediate=True)`. */
export const roc = {
  falsePositiveRate: [0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 5, 5, 7, 8, 8, 11, 11, 13, 15].map((count) => count / 15),
  truePositiveRate: [0, 1, 6, 7, 9, 9, 12, 14, 16, 21, 21, 23, 23, 23, 24, 24, 25, 25, 25].map((count) => count / 25),
  thresholds: [
    Number.POSITIVE_INFINITY,
    0.95,
    0.81,
    0.76,
    0.73,
    0.71,
    0.7,
    0.58,
    0.57,
    0.39,
    0.38,
    0.35,
    0.33,
    0.32,
    0.3,
    0.22,
    0.19,
    0.09,
    0.08,
  ],
};

/** Sixty answers in five classes, `confusion_matrix` and its scores. */
export const classes = {
  truth: [
    1, 4, 4, 4, 2, 1, 3, 3, 2, 4, 0, 3, 0, 1, 0, 4, 3, 1, 2, 0, 2, 0, 2, 1, 1, 3, 1, 0, 0, 1, 1, 1, 3, 2, 0, 2, 2, 4, 2,
    3, 4, 0, 1, 4, 1, 4, 3, 2, 4, 1, 0, 2, 4, 0, 0, 4, 1, 0, 2, 0,
  ],
  said: [
    2, 4, 4, 4, 2, 0, 3, 3, 2, 4, 0, 2, 0, 1, 4, 0, 3, 3, 2, 3, 2, 0, 0, 1, 2, 2, 1, 3, 1, 2, 0, 0, 3, 4, 1, 2, 2, 4, 2,
    2, 4, 3, 1, 4, 1, 4, 3, 3, 2, 1, 0, 0, 4, 4, 0, 4, 1, 0, 2, 0,
  ],
  table: [
    [7, 2, 0, 3, 2],
    [3, 7, 3, 1, 0],
    [2, 0, 8, 1, 1],
    [0, 0, 3, 5, 0],
    [1, 0, 1, 0, 10],
  ],
  accuracy: 0.6166666666666667,
  balancedAccuracy: 0.625,
  mcc: 0.5238095238095238,
  f1: [0.5185185185185185, 0.6086956521739131, 0.5925925925925926, 0.5555555555555556, 0.8],
  macroF1: 0.615072463768116,
};

/** Log odds that are too sure of themselves, and the temperature with the least mean log loss (`minimize_scalar`). */
export const overconfident = {
  logits: [
    -2.31, 4.17, 2.64, -0.97, 2.2, -0.98, -4.12, 3.47, -0.25, 1.25, -1.48, -2.5, -1.4, 1.07, 0.11, 1.67, 4.0, -2.45,
    -2.7, 0.16, 0.06, -2.69, -0.79, -1.06, -0.58, -0.04, 2.41, -6.81, -4.49, 4.84, 0.28, 0.25, 1.17, 2.0, -0.87, -1.74,
    3.8, -10.58, -1.51, 1.92, -3.42, 4.47, -1.98, 1.79, -2.87, -0.17, 2.05, -0.96, -1.69, 0.09,
  ],
  truth: [
    0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0,
    1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1,
  ],
  temperature: 2.818477065133011,
};
