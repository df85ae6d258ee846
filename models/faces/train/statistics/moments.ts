/** Means and covariances of rows of numbers. */

/** Rows of equal length, one after the other. */
export interface Rows {
  readonly count: number;
  readonly width: number;
  readonly data: ArrayLike<number>;
}

/** Mean and covariance (divided by count - 1), row-major width x width. */
export interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/**
 * Mean of each column.
 *
 * @throws RangeError when there are fewer numbers than rows of that width have.
 */
export function meanOf({ count, width, data }: Rows): Float64Array {
  if (data.length < count * width) throw new RangeError(`${data.length} numbers are not ${count} rows of ${width}`);
  const mean = new Float64Array(width);
  for (let i = 0; i < count * width; i++) mean[i % width] = (mean[i % width] as number) + (data[i] as number);
  return mean.map((sum) => sum / count);
}

/** Variance of each column (divided by count). */
export function variancesOf(rows: Rows): Float64Array {
  const mean = meanOf(rows);
  const variance = new Float64Array(rows.width);
  for (let i = 0; i < rows.count * rows.width; i++) {
    const column = i % rows.width;
    variance[column] = (variance[column] as number) + ((rows.data[i] as number) - (mean[column] as number)) ** 2;
  }
  return variance.map((sum) => sum / rows.count);
}

/** Mean and covariance. */
export function momentsOf(rows: Rows): Moments {
  const { count, width, data } = rows;
  const mean = meanOf(rows);
  const covariance = new Float64Array(width * width);
  const row = new Float64Array(width);
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < width; i++) row[i] = (data[r * width + i] as number) - (mean[i] as number);
    for (let i = 0; i < width; i++) {
      const left = row[i] as number;
      for (let j = 0; j <= i; j++) {
        covariance[i * width + j] = (covariance[i * width + j] as number) + left * (row[j] as number);
      }
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (covariance[i * width + j] as number) / Math.max(1, count - 1);
      covariance[i * width + j] = value;
      covariance[j * width + i] = value;
    }
  }
  return { mean, covariance };
}
