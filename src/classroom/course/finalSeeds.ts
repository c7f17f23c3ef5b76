import { createHmac } from 'node:crypto';

/** The seeds that only who knows the salt can know: HMAC-SHA-256 of the exercise and the number (lesson-format.md, section 9). */
export const finalSeeds = (salt: string, exercise: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => createHmac('sha256', salt).update(`${exercise} ${i}`).digest('hex').slice(0, 16));
