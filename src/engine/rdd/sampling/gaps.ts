import type { XORShiftRandom } from '../../jvm/XORShiftRandom.js';

/** Up to here gaps between the kept records are drawn; above it a draw for each record is quicker. */
export const MAX_GAP_FRACTION = 0.4;

const EPSILON = 5e-11;

/** How many records are left out before the next one that is kept. @param scale natural logarithm of the chance to be left out */
export const dropsBeforeNext = (random: XORShiftRandom, scale: number): number =>
  Math.trunc(Math.log(Math.max(random.nextDouble(), EPSILON)) / scale);
