/**
 * The fraction of `total` records that gives at least `size` of them, almost certainly (with replacement 99.99 %).
 * Model: apache/spark 3.2.1 core/.../util/random/SamplingUtils.scala `computeFractionForSampleSize`, `PoissonBounds`, `BinomialBounds`.
 */
export function fractionForSampleSize(size: number, total: number, withReplacement: boolean): number {
  if (withReplacement) {
    const deviations = size < 6 ? 12 : size < 16 ? 9 : 6;
    return Math.max(size + deviations * Math.sqrt(size), 1e-10) / total;
  }
  const fraction = size / total;
  const gamma = -Math.log(1e-4) / total;
  return Math.min(1, Math.max(1e-10, fraction + gamma + Math.sqrt(gamma * gamma + 2 * gamma * fraction)));
}
