import { Well19937c } from './Well19937c.js';

/** Above this mean, multiplying uniform draws would take too long; a method of acceptance and rejection takes over. */
const PIVOT = 40;

/** Σ ln(2)^k / k! for k = 1 … i + 1. */
const exponentialSums = (() => {
  const sums: number[] = [];
  let term = 1;
  let sum = 0;
  for (let k = 1; sum < 1 || sums.length < 16; k++) {
    term *= Math.LN2 / k;
    sum += term;
    sums.push(sum);
    if (sums.length >= 16 && term < 2 ** -60) break;
  }
  return sums;
})();

/**
 * Draws how often a record is taken in a sample with replacement.
 * Model: apache/commons-math 3.4.1 .../math3/distribution/{PoissonDistribution,ExponentialDistribution}.java.
 */
export class PoissonDistribution {
  private readonly random: Well19937c;

  /** @param mean above 0 @param seed an integer of up to 64 bits */
  constructor(
    readonly mean: number,
    seed: number | bigint,
  ) {
    this.random = new Well19937c(seed);
  }

  sample(): number {
    return this.draw(this.mean);
  }

  private draw(mean: number): number {
    return mean < PIVOT ? this.byProducts(mean) : this.byRejection(mean);
  }

  private byProducts(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = 1; count < 1000 * mean; count++) {
      product *= this.random.nextDouble();
      if (product < limit) return count;
    }
    return count;
  }

  /** Devroye's algorithm, as commons-math has it. */
  private byRejection(mean: number): number {
    const { random } = this;
    const lambda = Math.floor(mean);
    const fraction = mean - lambda;
    const logLambda = Math.log(lambda);
    const logLambdaFactorial = factorialLog(lambda);
    const rest = fraction < Number.MIN_VALUE ? 0 : this.draw(fraction);
    const delta = Math.sqrt(lambda * Math.log((32 * lambda) / Math.PI + 1));
    const twolpd = 2 * lambda + delta;
    const c1 = 1 / (8 * lambda);
    const a1 = Math.sqrt(Math.PI * twolpd) * Math.exp(c1);
    const a2 = (twolpd / delta) * Math.exp((-delta * (1 + delta)) / twolpd);
    const p1 = a1 / (a1 + a2 + 1);
    const p2 = a2 / (a1 + a2 + 1);
    for (;;) {
      let x: number;
      let y: number;
      let v: number;
      const u = random.nextDouble();
      if (u <= p1) {
        const n = random.nextGaussian();
        x = n * Math.sqrt(lambda + delta / 2) - 0.5;
        if (x > delta || x < -lambda) continue;
        y = x < 0 ? Math.floor(x) : Math.ceil(x);
        v = -this.exponential() - 0.5 * n * n + c1;
      } else {
        if (u > p1 + p2) return rest + lambda;
        x = delta + (twolpd / delta) * this.exponential();
        y = Math.ceil(x);
        v = -this.exponential() - (delta * (x + 1)) / twolpd;
      }
      const below = x < 0 ? 1 : 0;
      const t = (y * (y + 1)) / (2 * lambda);
      if (v < -t && below === 0) return rest + lambda + y;
      const qr = t * ((2 * y + 1) / (6 * lambda) - 1);
      const qa = qr - (t * t) / (3 * (lambda + below * (y + 1)));
      if (v < qa) return rest + lambda + y;
      if (v > qr) continue;
      if (v < y * logLambda - factorialLog(y + lambda) + logLambdaFactorial) return rest + lambda + y;
    }
  }

  /** An exponential draw with mean 1, by the algorithm of Ahrens and Dieter. */
  private exponential(): number {
    const { random } = this;
    const ln2 = exponentialSums[0] as number;
    let sum = 0;
    let u = random.nextDouble();
    for (; u < 0.5; u *= 2) sum += ln2;
    u += u - 1;
    if (u <= ln2) return sum + u;
    let least = random.nextDouble();
    for (let i = 1; ; i++) {
      least = Math.min(least, random.nextDouble());
      if (u <= (exponentialSums[i] as number)) return sum + least * ln2;
    }
  }
}

/** ln(n!). */
function factorialLog(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}
