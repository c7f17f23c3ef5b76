import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';

// What the compiler says of a wrong program, as a learner's editor shows it: the first lines have to name the problem.

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const head = `import { type DStream, type Pair, Seconds, type State, StateSpec, type StateUpdates, type StreamingContext } from 'batchwise';
declare const ssc: StreamingContext;
declare const words: DStream<string>;
declare const pairs: DStream<Pair<string, number>>;
`;

interface Program {
  readonly body: string;
  /** Lines of the message, in order; none for a right program. */
  readonly says: readonly string[];
}

const needsPairs = (type: string): string[] => [
  `The 'this' context of type 'DStream<${type}>' is not assignable to method's 'this' of type 'DStream<Pair<`,
  `Type '${type}' is not assignable to type 'Pair<`,
];

const programs: Program[] = [
  { body: 'words.map((word) => [word, 1]).reduceByKey((a, b) => a + b, 2).mapValues((n) => n + 1).print();', says: [] },
  {
    body: 'pairs.mapWithState(StateSpec.function((key, value, state: State<number>) => { state.update(value ?? 0); return key; })).stateSnapshots().print();',
    says: [],
  },
  {
    body: 'pairs.updateStateByKey((time, key, values, old: number | undefined) => time.millis + key.length + values.length + (old ?? 0), 2, true);',
    says: [],
  },
  {
    body: 'pairs.updateStateByKey((updates: StateUpdates<string, number, string>) => [...updates].map(([key]) => [key, key] as const), 2, true);',
    says: [],
  },
  {
    body: 'pairs.join(words.map((word) => [word, word])).map(([key, [n, word]]) => key.length + n + word.length).print();',
    says: [],
  },
  {
    body: 'ssc.transform([words, pairs], ([a, b]) => a.map((word) => word.length).union(b.map(([, n]) => n))).print();',
    says: [],
  },
  { body: 'words.foreachRDD(function* (rdd) { const n: number = yield* rdd.count(); n; });', says: [] },

  { body: 'words.reduceByKey((a, b) => a);', says: needsPairs('string') },
  { body: 'words.groupByKey();', says: needsPairs('string') },
  { body: 'words.combineByKey((v) => v, (c) => c, (a) => a);', says: needsPairs('string') },
  { body: 'words.mapValues((value) => value);', says: needsPairs('string') },
  { body: 'words.flatMapValues((value) => [value]);', says: needsPairs('string') },
  { body: 'words.join(pairs);', says: needsPairs('string') },
  { body: 'words.leftOuterJoin(pairs);', says: needsPairs('string') },
  { body: 'words.rightOuterJoin(pairs);', says: needsPairs('string') },
  { body: 'words.fullOuterJoin(pairs);', says: needsPairs('string') },
  { body: 'words.cogroup(pairs);', says: needsPairs('string') },
  { body: 'words.reduceByKeyAndWindow((a: number) => a, Seconds(1));', says: needsPairs('string') },
  { body: 'words.groupByKeyAndWindow(Seconds(1));', says: needsPairs('string') },
  { body: 'words.updateStateByKey((values) => values.length);', says: needsPairs('string') },
  { body: 'words.mapWithState(StateSpec.function((key: string) => key));', says: needsPairs('string') },
  { body: 'words.map((word) => word.length).groupByKey();', says: needsPairs('number') },
  {
    body: 'words.map((word) => [word, 1, 2]).groupByKey();',
    says: [...needsPairs('[string, number, number]'), 'Source has 3 element(s) but target allows only 2.'],
  },
  {
    body: 'pairs.join(words);',
    says: ["Argument of type 'DStream<string>' is not assignable to parameter of type 'DStream<Pair<string, "],
  },
  {
    body: 'words.union(pairs);',
    says: ["Argument of type 'DStream<Pair<string, number>>' is not assignable to parameter of type 'DStream<string>'."],
  },
  { body: 'pairs.reduceByKey((a, b) => (a + b).toFixed());', says: ["Type 'string' is not assignable to type 'number'."] },
  { body: 'words.filter((word) => word.length);', says: ["Type 'number' is not assignable to type 'boolean'."] },
  { body: 'words.window(3000);', says: ["Argument of type 'number' is not assignable to parameter of type 'Duration'."] },
  {
    body: 'words.transform(() => 5);',
    says: ["Type 'number' is not assignable to type 'RDD<unknown> | Process<RDD<unknown>>'."],
  },
  {
    body: 'words.foreachRDD((rdd) => { const n: number = rdd.count(); n; });',
    says: ["Type 'Process<number>' is not assignable to type 'number'."],
  },
  {
    body: 'words.foreachRDD((rdd) => { rdd.count() + 1; });',
    says: ["Operator '+' cannot be applied to types 'Process<number>' and 'number'."],
  },
  { body: 'words.countByWindow(Seconds(1));', says: ['Expected 2 arguments, but got 1.'] },
];

const found = new Map<Program, string[]>();

beforeAll(() => {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const texts = new Map(programs.map(({ body }, i) => [join(root, `program${i}.ts`), head + body]));
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  [...texts.keys()].forEach((name, i) => {
    const messages = program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    found.set(programs[i] as Program, messages[0]?.split('\n').map((line) => line.trim()) ?? []);
  });
}, 120_000);

test.for(programs)('$body', (program) => {
  const lines = found.get(program) as string[];
  expect(lines.map((line, i) => line.slice(0, program.says[i]?.length))).toEqual(expect.arrayContaining([...program.says]));
  expect(lines.length === 0).toBe(program.says.length === 0);
});
