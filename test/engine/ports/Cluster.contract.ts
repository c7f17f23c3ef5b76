import { expect, test } from 'vitest';
import type { Clock } from '../../../src/engine/ports/Clock.js';
import type { Cluster, ExecutorHandle } from '../../../src/engine/ports/Cluster.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';

/** Runs `body` on a driver with a cluster under test, under the faults of a script. */
export type WithCluster = (script: string, body: (cluster: Cluster, clock: Clock) => Process<void>) => void;

/** What every adapter of `Cluster` keeps, with faults and without. */
export function clusterContract(name: string, withCluster: WithCluster): void {
  const scripts = [
    '',
    '@1s executor 0 crash',
    '@1s executor 1 pause for=2s',
    '@1s worker 0 crash\n@3s worker 0 restart',
    '@1s executor 0 crash\n@1s executor 1 crash',
  ];

  test.each(scripts)(`${name}: no executors before register, then as many as were asked for (%j)`, (script) => {
    withCluster(script, function* (cluster) {
      expect(cluster.executors()).toEqual([]);
      cluster.register(2, 3);
      expect(cluster.executors().map(({ cores }) => cores)).toEqual([3, 3]);
      expect(new Set(cluster.executors().map(({ hostName }) => hostName)).size).toBe(2);
    });
  });

  test.each(scripts)(`${name}: executors are what was announced and not lost; an id never comes twice (%j)`, (script) => {
    const known = new Map<string, ExecutorHandle>();
    const ever: string[] = [];
    const lost = new Set<string>();
    withCluster(script, function* (cluster, clock) {
      cluster.onExecutorAdded((executor) => {
        expect(ever).not.toContain(executor.id);
        ever.push(executor.id);
        known.set(executor.id, executor);
      });
      cluster.onExecutorLost((executor, { reason }) => {
        expect(lost.has(executor.id)).toBe(false);
        expect(reason).not.toBe('');
        lost.add(executor.id);
        known.delete(executor.id);
      });
      cluster.register(2, 1);
      for (const executor of cluster.executors()) {
        ever.push(executor.id);
        known.set(executor.id, executor);
      }
      for (let i = 0; i < 20; i++) {
        yield* awaiting(clock.sleep(500));
        expect(new Set(cluster.executors().map(({ id }) => id))).toEqual(new Set(known.keys()));
      }
    });
    if (script.includes('crash')) expect(lost.size).toBeGreaterThan(0);
  });

  test.each(scripts)(`${name}: messages to one host come in the order in which they were sent, or never (%j)`, (script) => {
    const arrived: number[] = [];
    withCluster(script, function* (cluster, clock) {
      cluster.register(2, 1);
      const [executor] = cluster.executors() as [ExecutorHandle];
      for (let i = 0; i < 30; i++) {
        cluster.send(executor.host, `message ${i}`, () => arrived.push(i));
        yield* awaiting(clock.sleep(100));
      }
    });
    expect(arrived).toEqual([...arrived].sort((a, b) => a - b));
    if (script === '') expect(arrived).toHaveLength(30);
  });
}
