// Paired measurement: every variant lives in a process of its own, one repetition of one process runs at a time, and the order rotates every
// round, so that a neighbour on the machine disturbs all alike. Reported: the median over rounds of the ratio of CPU times in the same round.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./child.mjs', import.meta.url));

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.round(q * (values.length - 1))];
export const median = (values) => quantile(values, 0.5);

function ask(worker, message) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`a bench process ended with code ${code}`));
    worker.once('exit', onExit);
    worker.once('message', (answer) => {
      worker.off('exit', onExit);
      if (answer.error === undefined) resolve(answer);
      else reject(new Error(answer.error));
    });
    worker.send(message);
  });
}

/**
 * Runs `variants` of a bundled bench module side by side.
 * @param {{ module?: string, variants: (string | { name: string, module: string, variant: string })[], params: object, rounds?: number, inner?: number, warmup?: number, heapMiB?: number }} bench
 * @returns {Promise<Map<string, { cpuMs: number[], check: unknown, rssMiB: number }>>} CPU milliseconds per round and variant
 */
export async function measure({ module, variants, params, rounds = 9, inner = 1, warmup = 3, heapMiB = 6000 }) {
  const workers = [];
  const results = new Map();
  try {
    for (const each of variants) {
      // Of another module, when it says so: the same variant of two builds may be compared.
      const variant = each.name ?? each;
      const worker = fork(child, [], { execArgv: [`--max-old-space-size=${heapMiB}`], serialization: 'json' });
      workers.push({ variant, worker });
      results.set(variant, { cpuMs: [], check: undefined, rssMiB: 0 });
      await ask(worker, { kind: 'prepare', module: each.module ?? module, variant: each.variant ?? each, params, warmup });
    }
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < workers.length; i++) {
        const { variant, worker } = workers[(i + round) % workers.length];
        const answer = await ask(worker, { kind: 'run', inner });
        const result = results.get(variant);
        if (round > 0 && result.check !== answer.check) throw new Error(`${variant}: the result differs between repetitions`);
        result.check = answer.check;
        result.cpuMs.push(answer.cpuMs);
        result.rssMiB = Math.max(result.rssMiB, answer.rssMiB);
      }
    }
  } finally {
    for (const { worker } of workers) worker.kill();
  }
  return results;
}

/** Median and quartiles over rounds of time(variant) / time(baseline). */
export function ratio(results, variant, baseline) {
  const ratios = results.get(variant).cpuMs.map((ms, round) => ms / results.get(baseline).cpuMs[round]);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
