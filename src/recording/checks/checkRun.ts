import type { RunEvent } from '../events.js';
import { type Step, step, whereDidItGo } from '../provenance/index.js';
import type { Recording } from '../Recording.js';
import type { Anomaly } from './anomalies.js';
import type { AnomalousRecord, CheckResult } from './CheckResult.js';
import { type DeliveredRecord, Delivery, type VisibleEffect } from './Delivery.js';
import { hazardBefore, hazardsOf } from './hazards.js';

/**
 * Compares a run with the same run without its faults, record by record: what the reference shows and the run does not is lost, what the run
 * shows more often is duplicated, and so on. Both must have noted where their records came from.
 */
export function checkRun(run: Recording, reference: Recording): CheckResult[] {
  const here = run.project(Delivery.of);
  const there = reference.project(Delivery.of);
  const isVacuous = run.project(hazardsOf).length === 0;
  const result = (check: Anomaly, records: readonly AnomalousRecord[]): CheckResult => ({
    check,
    verdict: records.length > 0 ? 'fail' : isVacuous ? 'vacuous' : 'pass',
    records,
  });
  return [
    result(
      'lost',
      there.records.flatMap((record) => lost(run, here.get(record.key), record) ?? []),
    ),
    result(
      'duplicated',
      here.records.flatMap((record) => duplicated(run, record, there.get(record.key)) ?? []),
    ),
    result('reordered', reordered(run, here, there)),
    result(
      'never read',
      there.records.flatMap((record) => (here.get(record.key) === undefined ? neverRead(run, record) : [])),
    ),
    result('stale result', stale(run, here)),
  ];
}

/** Read, shown by some output of the reference, by none here, and its way is over. */
function lost(run: Recording, record: DeliveredRecord | undefined, expected: DeliveredRecord): AnomalousRecord | undefined {
  if (record === undefined || record.effects.length > 0 || expected.effects.length === 0) return undefined;
  const way = whereDidItGo(run, record.input);
  const stop = way?.stops.at(-1);
  // Its batch had not run when the run was over: that is no loss.
  if (stop !== undefined && (stop.kind === 'due' || stop.kind === 'waiting') && !wasInterrupted(run, record.input.seq))
    return undefined;
  const seq = stop?.seq ?? record.input.seq;
  const why = stop === undefined ? '' : `: ${stop.text}`;
  return {
    text: record.input.text,
    sentence: `"${record.input.text}" was read at ${atMs(run, record.input.seq)} ms and is in no output${why}`,
    chain: chainOf(run, way?.steps ?? [], seq),
    seq,
  };
}

/** Shown more often by some writer than in the reference. */
function duplicated(run: Recording, record: DeliveredRecord, expected: DeliveredRecord | undefined): AnomalousRecord | undefined {
  if (expected === undefined) return undefined;
  const wanted = byWriter(expected.effects);
  for (const [writer, effects] of byWriter(record.effects)) {
    const allowed = wanted.get(writer)?.length ?? 0;
    const again = effects.find((effect, i) => effects.slice(0, i).some((earlier) => earlier.batchTime === effect.batchTime));
    const extra = again ?? (effects.length > allowed ? effects[allowed] : undefined);
    if (extra === undefined || effects.length <= allowed) continue;
    const times = effects.map(({ batchTime, seq }) =>
      batchTime === undefined ? `at ${atMs(run, seq)} ms` : `for batch ${batchTime} ms`,
    );
    return {
      text: record.input.text,
      sentence: `"${record.input.text}" was shown ${effects.length} times instead of ${allowed} by ${writer}: ${times.join(', ')}`,
      chain: chainOf(
        run,
        effects.map(({ seq, text }) => step('shown', writer, seq, [text])),
        extra.seq,
      ),
      seq: extra.seq,
    };
  }
  return undefined;
}

/** First shown in a later batch than a record that was read after it, where the reference keeps their order. */
function reordered(run: Recording, here: Delivery, there: Delivery): AnomalousRecord[] {
  const found: AnomalousRecord[] = [];
  for (const [a, b] of overtaken(here)) {
    const [before, after] = [there.get(a.key), there.get(b.key)];
    if (before === undefined || after === undefined || firstBatch(before) > firstBatch(after)) continue;
    const seq = (a.effects[0] as VisibleEffect).seq;
    found.push({
      text: a.input.text,
      sentence: `"${a.input.text}" was read before "${b.input.text}", but shown for batch ${firstBatch(a)} ms, after batch ${firstBatch(b)} ms`,
      chain: chainOf(
        run,
        [step('shown first', `batch ${firstBatch(b)} ms`, (b.effects[0] as VisibleEffect).seq, [b.input.text])],
        seq,
      ),
      seq,
    });
  }
  return found;
}

/** Records that another one of their stream, read later, is shown before; each with the first such other. */
function overtaken(delivery: Delivery): [DeliveredRecord, DeliveredRecord][] {
  const pairs: [DeliveredRecord, DeliveredRecord][] = [];
  const earliest = new Map<string, DeliveredRecord>();
  for (const record of [...delivery.records].reverse()) {
    if (record.effects.length === 0 || !Number.isFinite(firstBatch(record))) continue;
    const source = record.key.split(' ', 2).join(' ');
    const other = earliest.get(source);
    if (other !== undefined && firstBatch(record) > firstBatch(other)) pairs.push([record, other]);
    if (other === undefined || firstBatch(record) <= firstBatch(other)) earliest.set(source, record);
  }
  return pairs.reverse();
}

const firstBatch = ({ effects }: DeliveredRecord): number => effects[0]?.batchTime ?? Number.NaN;

/** Sent, read in the reference, and never read here. */
function neverRead(run: Recording, expected: DeliveredRecord): AnomalousRecord[] {
  if (expected.effects.length === 0) return [];
  const { text } = expected.input;
  for (const event of run) {
    if (event.type !== 'nc.line' || event.text !== text) continue;
    const sentence = `"${text}" was sent at ${atMs(run, event.seq)} ms, and nothing read it`;
    return [
      { text, sentence, chain: chainOf(run, [step('sent', `nc :${event.port}`, event.seq, [text])], event.seq), seq: event.seq },
    ];
  }
  return [];
}

/** A writer wrote again for a batch, and a record that it had shown before is not in it. */
function stale(run: Recording, here: Delivery): AnomalousRecord[] {
  const written = new Map<string, Map<string, VisibleEffect>>();
  const rewritten = new Map<string, VisibleEffect>();
  for (const { effects } of here.records) {
    for (const effect of effects) {
      if (effect.batchTime === undefined) continue;
      const block = `${effect.writer} ${effect.batchTime} ${keyOf(effect.text)}`;
      const versions = written.get(block) ?? new Map<string, VisibleEffect>();
      written.set(block, versions);
      const last = rewritten.get(block);
      if (last === undefined || last.seq < effect.seq) rewritten.set(block, effect);
      versions.set(String(effect.seq), effect);
    }
  }
  return here.records.flatMap((record) => {
    for (const effect of record.effects) {
      if (effect.batchTime === undefined) continue;
      const last = rewritten.get(`${effect.writer} ${effect.batchTime} ${keyOf(effect.text)}`);
      if (last === undefined || last.seq === effect.seq || record.effects.some(({ seq }) => seq === last.seq)) continue;
      const { text } = record.input;
      const sentence = `batch ${effect.batchTime} ms was written again as ${last.text}, without "${text}", which ${effect.text} had in it`;
      const chain = chainOf(run, [step('written', effect.writer, effect.seq, [effect.text])], last.seq);
      return [{ text, sentence, chain: [...chain, step('written again', last.writer, last.seq, [last.text])], seq: last.seq }];
    }
    return [];
  });
}

/** What a printed pair is about: `(a,3)` is about `a`; anything else about itself. */
const keyOf = (text: string): string => /^\((.*),[^,]*\)$/.exec(text)?.[1] ?? text;

function byWriter(effects: readonly VisibleEffect[]): Map<string, VisibleEffect[]> {
  const groups = new Map<string, VisibleEffect[]>();
  for (const effect of effects) {
    const group = groups.get(effect.writer);
    if (group === undefined) groups.set(effect.writer, [effect]);
    else group.push(effect);
  }
  return groups;
}

/** Whether a host died after the record had come in: what then waits, waits for ever. */
const wasInterrupted = (run: Recording, since: number): boolean =>
  run.project(hazardsOf).some((event) => event.seq > since && endsOfHosts.has(event.type));
const endsOfHosts: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>(['host.crashed', 'executor.removed']);

const atMs = (run: Recording, seq: number): number => (run.get(Math.min(seq, run.length - 1)).at - run.originUs) / 1000;

/** At most four steps of the record's way up to `seq`, with the hazard before it in its place. */
function chainOf(run: Recording, way: readonly Step[], seq: number): Step[] {
  const steps = way.filter((each) => each.seq <= seq);
  const kept = steps.length <= 4 ? steps : [...steps.slice(0, 2), ...steps.slice(-2)];
  const hazard = hazardBefore(run, kept[0]?.seq ?? 0, seq);
  if (hazard === undefined) return kept;
  return [step(hazard.type, hazard.host, hazard.seq), ...kept].sort((a, b) => a.seq - b.seq);
}
