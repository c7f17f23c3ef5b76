import { expect, test } from 'vitest';
import { Seconds, SparkConf, StreamingContext } from '../../src/engine/index.js';
import { Hosts, Recording, TaskRuns } from '../../src/recording/index.js';
import { World } from '../../src/sim/World.js';
import { initialView, Model, plainStyle, renderFrame } from '../../src/tui/index.js';

/** Word count on two executors of two cores, one of which dies while a batch runs. */
function run(): Recording {
  const script = [
    '@0.3s nc :9999 > a b a',
    '@0.7s nc :9999 > b c',
    '@1.3s nc :9999 > c c',
    '@1.05s executor 1 crash',
    '@2.2s nc :9999 > d',
  ].join('\n');
  const settings = { until: '5s', 'cost.taskLaunchMs': '100' };
  const world = new World({
    program: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster('cluster[2,2]').setAppName('test'), Seconds(1));
      const words = ssc.socketTextStream('nc', 9999).flatMap((line) => line.split(' '));
      words
        .map((word): readonly [string, number] => [word, 1])
        .reduceByKey((a, b) => a + b)
        .print();
      ssc.start();
      yield* ssc.awaitTermination();
    },
    script,
    settings,
    trace: 'provenance',
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return new Recording(
    world.log,
    { programText: '', scriptText: script, seed: '0', settings },
    undefined,
    world.provenance?.toParts(),
  );
}

const recording = run();
const model = new Model({ lesson: { id: 'x', title: 'x' }, recording, stops: [], programText: '' });

test('the cluster shows the executors that are alive and the host that died', () => {
  const hosts = recording.project(Hosts.of);
  const crash = [...recording].find((event) => event.type === 'host.crashed')!;
  const before = hosts.at(crash.seq - 1).flatMap(({ executors }) => executors);
  expect(before).toEqual(expect.arrayContaining(['0', '1']));
  expect(hosts.at(crash.seq).find(({ host }) => host === crash.host)).toMatchObject({ isAlive: false, executors: [] });
  const frame = (stage: 'cluster' | 'cores', cursor: number): string =>
    renderFrame(model, { ...initialView(cursor), stage, focus: 'stage' }, { columns: 120, rows: 40 }, plainStyle).join('\n');
  expect(frame('cluster', crash.seq)).toMatch(/✗ executor-1 +dead/);
  expect(frame('cluster', model.last)).toMatch(/● executor-2 +alive +executor 2 on worker-1/);
  expect(frame('cluster', model.last)).toContain('hosts 5 = alive 4 + dead 1');
  const cores = frame('cores', crash.seq);
  expect(cores).toMatch(/0:0 +░░ receiver, holds this core/);
  expect(cores).toMatch(/1:0 +█/);
  const runs = recording.project(TaskRuns.of);
  for (let batch = 0; batch < model.batches.all.length; batch++) {
    const { started, done, failed, killed, running } = runs.ledger(batch, model.last);
    expect(done + failed + killed + running).toBe(started);
  }
});
