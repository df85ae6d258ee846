/**
 * Directions in latent space: how the latent numbers change, on average, when one property of the picture does and all
 * other known ones stay. It is the linear regression of the latent numbers on all properties at once: a property's own
 * coefficients are free of what merely goes along with it.
 */
import { at, centred } from "kilnjs";
import { cholesky, packed, solveLower, solveUpper } from "kilnjs/train";
import { meanOf, type Rows } from "../statistics/moments.js";

/** Part of the number of pictures that is added to the diagonal: two properties that are nearly one stay solvable. */
const RIDGE = 1e-3;

/**
 * One direction for each property, as long as the latent numbers change when the property changes by one standard
 * deviation; zero for a property that never varies.
 *
 * @param properties [pictures, properties].
 * @param latents [pictures, latent].
 */
export function regressDirections(properties: Rows, latents: Rows): Float64Array[] {
  const { count, width: p } = properties;
  if (latents.count !== count) throw new RangeError(`latent numbers of ${latents.count} pictures beside ${count}`);
  const standard = standardised(properties);
  const gram = new Float64Array(packed(p, 0));
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) {
        const place = packed(i, j);
        gram[place] = (gram[place] as number) + (standard[row * p + i] as number) * (standard[row * p + j] as number);
      }
    }
  }
  for (let i = 0; i < p; i++) gram[packed(i, i)] = (gram[packed(i, i)] as number) + RIDGE * count;
  const factor = cholesky(gram, p);
  const directions = Array.from({ length: p }, () => new Float64Array(latents.width));
  const mean = meanOf(latents);
  for (let unit = 0; unit < latents.width; unit++) {
    const right = new Float64Array(p);
    for (let row = 0; row < count; row++) {
      const value = (latents.data[row * latents.width + unit] as number) - (mean[unit] as number);
      for (let i = 0; i < p; i++) right[i] = (right[i] as number) + (standard[row * p + i] as number) * value;
    }
    solveLower(factor, right);
    solveUpper(factor, right);
    directions.forEach((direction, i) => {
      direction[unit] = right[i] as number;
    });
  }
  return directions;
}

/** Columns with mean 0 and standard deviation 1; a column that does not vary becomes zeros. */
function standardised({ count, width, data }: Rows): Float64Array {
  const standard = new Float64Array(count * width);
  for (let column = 0; column < width; column++) {
    const offsets = centred(Float64Array.from({ length: count }, (_, row) => at(data, row * width + column)));
    if (offsets === null) continue;
    const deviation = Math.sqrt(offsets.reduce((sum, offset) => sum + offset * offset, 0) / count);
    offsets.forEach((offset, row) => {
      standard[row * width + column] = offset / deviation;
    });
  }
  return standard;
}
