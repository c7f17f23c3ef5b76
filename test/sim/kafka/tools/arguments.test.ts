import { expect, test } from 'vitest';
import { parseDateTime, parseDuration } from '../../../../src/sim/kafka/tools/groups/dateTime.js';
import { OptionParser } from '../../../../src/sim/kafka/tools/OptionParser.js';
import { translateOldFlags } from '../../../../src/sim/kafka/tools/oldFlags.js';
import { usage } from '../../../../src/sim/kafka/tools/usage.js';

const parser = new OptionParser([
  { name: 'topic', argument: { kind: 'String' }, description: '' },
  { name: 'count', argument: { kind: 'Integer' }, description: '', defaultValue: '7' },
  { name: 'state', argument: { kind: 'String', isOptional: true }, description: '' },
  { name: 'list', description: '' },
]);

test('options, their arguments and defaults', () => {
  const options = parser.parse(['--topic', 'a', '--list', '--state', '--count=-3', 'ignored', '--topic=b']);
  expect(options.valuesOf('topic')).toEqual(['a', 'b']);
  expect([options.has('state'), options.valueOf('state'), options.numberOf('count')]).toEqual([true, undefined, -3]);
  expect(parser.parse(['--state', 'Empty', '--list']).valueOf('state')).toBe('Empty');
  expect(parser.parse([]).numberOf('count')).toBe(7);
});

test.each([
  [['--frob'], 'joptsimple.UnrecognizedOptionException: frob is not a recognized option'],
  [['--top', 'a'], 'joptsimple.UnrecognizedOptionException: top is not a recognized option'],
  [['--topic'], 'joptsimple.OptionMissingRequiredArgumentException: Option topic requires an argument'],
])('%j is refused in joptsimple’s words', (args, message) => {
  expect(() => parser.parse(args)).toThrow(expect.objectContaining({ message: message.split(': ')[1] }));
});

test('an option given twice has no single value, and a word is no number', () => {
  expect(() => parser.parse(['--topic', 'a', '--topic', 'b']).valueOf('topic')).toThrow(
    'Found multiple arguments for option topic',
  );
  expect(() => parser.parse(['--count', 'many']).numberOf('count')).toThrow("Cannot parse argument 'many' of option count");
});

test('the list of options wraps after blanks and hyphens, where a blank counts, and pads each column to its widest line', () => {
  const text = usage([
    { name: 'b', description: 'one two-three four five six seven eight nine' },
    { name: 'a', description: 'short' },
  ]);
  expect(text.split('\n')).toEqual([
    'Option  Description                      ',
    '------  -----------                      ',
    '--a     short                            ',
    '--b     one two-three four five six seven',
    '          eight nine                     ',
    '',
  ]);
});

test('the notes’ own command lines do what they did, and a line says what replaced them', () => {
  const old = translateOldFlags(
    'kafka-console-consumer',
    ['--zookeeper', 'hadoop102:2181', '--topic', 'first'],
    'localhost:9092',
  );
  expect(old.args).toEqual(['--bootstrap-server', 'localhost:9092', '--topic', 'first']);
  expect(old.notes).toEqual(['--zookeeper was removed in Kafka 2.0: write --bootstrap-server localhost:9092.']);
  const args = ['--new-consumer', '--bootstrap-server', 'b:1', '--list'];
  expect(translateOldFlags('kafka-consumer-groups', args, 'x:1').args).toEqual(['--bootstrap-server', 'b:1', '--list']);
  // kafka-topics of 2.8 still knows --zookeeper.
  const topics = translateOldFlags('kafka-topics', ['--zookeeper', 'z:2181', '--list'], 'x:1');
  expect([topics.args, topics.notes.length]).toEqual([['--zookeeper', 'z:2181', '--list'], 1]);
  expect(translateOldFlags('kafka-topics', ['--list'], 'x:1').notes).toEqual([]);
});

test('dates and durations', () => {
  expect(parseDateTime('2023-11-14T22:13:20.000')).toBe(1_700_000_000_000);
  expect(parseDateTime('1970-01-01T01:00:00.000+01:00')).toBe(0);
  expect(parseDateTime('2024-02-29T00:00:00.5')).toBe(Date.UTC(2024, 1, 29) + 5);
  expect(() => parseDateTime('yesterday')).toThrow(
    "Error parsing timestamp. It does not contain a 'T' according to ISO8601 format",
  );
  expect(parseDuration('P1DT2H3M4.5S')).toBe(93_784_500);
  expect(parseDuration('-PT1S')).toBe(-1000);
  expect(() => parseDuration('1 day')).toThrow('Text cannot be parsed to a Duration');
});
