import { describe, expect, test } from 'vitest';
import { loadProgram } from '../../../src/classroom/index.js';
import {
  type BranchChange,
  BranchTree,
  changedTexts,
  changeText,
  diffRuns,
  faultMenu,
  Recording,
  type RunTexts,
  seqAtTime,
  usualFault,
} from '../../../src/recording/index.js';
import { World } from '../../../src/sim/World.js';

const texts: RunTexts = {
  program: `import { Seconds, SparkConf, StreamingContext } from 'batchwise';
export default function* main() {
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(1));
  ssc.checkpoint('cp');
  const pairs = ssc.socketTextStream('localhost', 9999).map((word) => [word, 1]);
  pairs.updateStateByKey((values, sum) => values.reduce((a, b) => a + b, 0) + (sum ?? 0)).print();
  ssc.start();
  yield* ssc.awaitTermination();
}
`,
  programName: 'x.ts',
  script: '# a word a second\n@0.1s nc :9999 > a\n@1.1s nc :9999 > b\n@2.1s nc :9999 > a\n',
  seed: '1',
  settings: { until: '4s' },
};

function run({ program, programName, script, seed, settings }: RunTexts): Recording {
  const world = new World({ program: loadProgram(program, programName).main, script, seed, settings, trace: 'provenance' });
  world.run();
  const description = { programText: program, scriptText: script, seed, settings };
  return new Recording(world.log, description, undefined, world.provenance?.toParts());
}
const cut = { kind: 'inject', fault: usualFault('link-cut', 'link driver-nc', 1_000_000) } as const;

describe('a change makes new texts', () => {
  test.each<[string, BranchChange, string, string]>([
    ['a fault', cut, '@1s link driver-nc cut for=2s', 'link driver-nc cut for=2s @1s'],
    [
      'a fault and its repair',
      { kind: 'inject', fault: usualFault('driver-crash', 'driver', 2_000_000) },
      '@2s driver crash\n@5s driver restart',
      'driver crash @2s',
    ],
    [
      'something typed',
      { kind: 'type', port: 9999, text: 'x y', atUs: 1_250_000 },
      '@1250ms nc :9999 > x y',
      'typed "x y" @1250ms',
    ],
    ['a line', { kind: 'addLine', text: '@3s run end' }, '@3s run end', '+ @3s run end'],
  ])('%s comes last', (_, change, line, name) => {
    expect(changedTexts(texts, change)).toEqual({ ...texts, script: `${texts.script}${line}\n` });
    expect(changeText(change)).toBe(name);
  });

  test('a line is edited or taken out by its number, comments counted', () => {
    const edited = changedTexts(texts, { kind: 'editLine', line: 3, text: '@1.1s nc :9999 > z' });
    expect(edited.script.split('\n')[2]).toBe('@1.1s nc :9999 > z');
    expect(changedTexts(texts, { kind: 'removeLine', line: 1 }).script).toBe(texts.script.replace(/^#.*\n/, ''));
  });

  test('settings are set and taken away; seed and program are replaced', () => {
    expect(changedTexts(texts, { kind: 'set', key: 'cost.jobMs', value: '500' }).settings).toEqual({
      until: '4s',
      'cost.jobMs': '500',
    });
    expect(changedTexts(texts, { kind: 'set', key: 'until', value: undefined }).settings).toEqual({});
    expect(changedTexts(texts, { kind: 'seed', seed: '9' }).seed).toBe('9');
  });

  test('what cannot be read or is not there is refused, and the texts stay', () => {
    expect(() => changedTexts(texts, { kind: 'addLine', text: '@3s drver crash' })).toThrow(/Did you mean "driver"/);
    expect(() => changedTexts(texts, { kind: 'editLine', line: 9, text: '' })).toThrow('no line 9; it has 4');
  });
});

describe('the tree', () => {
  const start = BranchTree.of(texts);
  const first = start.derive(0, cut, { fromSeq: 7 });
  const second = first.tree.derive(first.branch.id, { kind: 'seed', seed: '2' });
  const third = second.tree.derive(0, cut);

  test('keeps what was left, names what was given no name, and is drawn child below parent', () => {
    const rows = third.tree.rows().map(({ branch, depth, isLast }) => `${depth}${isLast ? '└' : '├'} ${branch.name}`);
    expect(rows).toEqual(['0└ main', '1├ link driver-nc cut for=2s @1s', '2└ seed 2', '1└ link driver-nc cut for=2s @1s (2)']);
    expect(start.all).toHaveLength(1);
    expect(third.tree.path(second.branch.id).map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(first.branch).toMatchObject({ parent: 0, fromSeq: 7, recording: undefined });
  });

  test('a branch goes with all that came from it, its number is not used again, and the first stays', () => {
    const less = third.tree.without(first.branch.id);
    expect(less.all.map(({ id }) => id)).toEqual([0, 3]);
    expect(less.derive(0, cut).branch.id).toBe(4);
    expect(() => less.without(0)).toThrow('The first run stays');
    expect(() => less.get(1)).toThrow('There is no branch 1');
  });

  test('names are unique', () => {
    expect(third.tree.renamed(2, ' other ').get(2).name).toBe('other');
    expect(() => third.tree.renamed(2, 'main')).toThrow('already');
    expect(() => third.tree.renamed(2, ' ')).toThrow('needs a name');
  });
});

describe('two runs', () => {
  const a = run(texts);
  test('are the same when nothing that matters was changed: a comment moves lines and nothing else', () => {
    const b = run(changedTexts(texts, { kind: 'editLine', line: 1, text: '#\n# more' }));
    const { first, outputCount, stateCount, verdicts } = diffRuns(a, b, a);
    expect(first).toBeUndefined();
    expect([outputCount.changed, outputCount.onlyA, outputCount.onlyB]).toEqual([0, 0, 0]);
    expect(outputCount.same).toBeGreaterThan(12);
    expect(stateCount).toEqual({ same: 7, changed: 0, onlyA: 0, onlyB: 0 });
    expect(verdicts).toEqual([]);
  });

  test('part where the word differs, and are counted apart', () => {
    const b = run(changedTexts(texts, { kind: 'editLine', line: 3, text: '@1.1s nc :9999 > d' }));
    const found = diffRuns(a, b);
    expect(found.first?.atUs).toBe(1_100_000);
    // From the second batch on the state has b here and d there, for three batches; a stays the same for four.
    expect(found.stateCount).toEqual({ same: 4, changed: 0, onlyA: 3, onlyB: 3 });
    expect(found.outputCount).toMatchObject({ changed: 3, onlyA: 0, onlyB: 0 });
    const changed = found.outputs.filter((row) => row.a?.text !== row.b?.text);
    expect(changed.map((row) => [row.a?.text, row.b?.text])[0]).toEqual(['(b,1)', '(d,1)']);
  });

  test('a crash without recovery shows in the verdicts, with the run without faults as reference', () => {
    const b = run(changedTexts(texts, { kind: 'inject', fault: usualFault('driver-crash', 'driver', 1_000_000) }));
    const found = diffRuns(a, b, a);
    expect(found.verdicts).toContainEqual({ check: 'never read', a: 'vacuous', b: 'fail' });
    expect(found.outputCount.onlyA).toBeGreaterThan(0);
    for (let i = 1; i < found.outputs.length; i++)
      expect((found.outputs[i]?.atUs ?? 0) >= (found.outputs[i - 1]?.atUs ?? 0)).toBe(true);
  });

  test('are moved together by virtual time', () => {
    expect(seqAtTime(a, -1)).toBe(0);
    for (const atUs of [0, 1_000_000, 2_345_678, 99_000_000]) {
      const seq = seqAtTime(a, atUs);
      expect(a.get(seq).at).toBeLessThanOrEqual(atUs);
      if (seq + 1 < a.length) expect(a.get(seq + 1).at).toBeGreaterThan(atUs);
    }
  });

  test('the menu has the faults that can strike here, and no others', () => {
    const menu = faultMenu(a);
    expect(menu.map(({ kind }) => kind)).toContain('link-cut');
    expect(menu.find(({ kind }) => kind === 'source-closes')?.targets).toEqual(['nc :9999']);
    expect(menu.every(({ targets }) => targets.length > 0)).toBe(true);
  });
});
