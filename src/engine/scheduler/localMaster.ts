import { SparkException } from '../errors.js';

/** `local[2]` or `local[2,4]`: cores, and attempts for each task. */
export interface LocalMaster {
  readonly cores: number;
  readonly maxFailures: number;
}

/** @returns undefined for `cluster[e,c]`: e executors of c cores each. @throws {SparkException} for what is neither */
export function readLocalMaster(master: string): LocalMaster | undefined {
  if (/^cluster\[\s*[1-9]\d*\s*,\s*[1-9]\d*\s*\]$/.test(master)) return undefined;
  if (master === 'local') return { cores: 1, maxFailures: 1 };
  const match = /^local\[\s*(\d+|\*)\s*(?:,\s*(\d+)\s*)?\]$/.exec(master);
  if (match === null) throw new SparkException(`Could not parse Master URL: '${master}'`);
  const cores = match[1] === '*' ? 4 : Number(match[1]);
  if (cores <= 0) throw new SparkException(`Asked to run locally with ${cores} threads`);
  return { cores, maxFailures: match[2] === undefined ? 1 : Number(match[2]) };
}
