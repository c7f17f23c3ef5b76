import { createHash } from 'node:crypto';
import type { World } from '../../../src/sim/World.js';

/** Digest of everything that a world has recorded. */
export function sha(world: World): string {
  const hash = createHash('sha256');
  for (const chunk of world.log.chunks()) hash.update(chunk);
  return hash.digest('hex');
}
