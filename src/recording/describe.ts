import { describeDirectStream } from './describeDirectStream.js';
import { describeKafka } from './describeKafka.js';
import type { RunEvent } from './events.js';
import { plural, ranges, seconds } from './format.js';
import type { ProgramGraph } from './graph.js';

/** An event in a few words: who, and what happened. */
export interface Description {
  readonly subject: string;
  readonly text: string;
}

/** Says what an event means. `graph` names streams and outputs as the program does. */
export function describe(event: RunEvent, graph: ProgramGraph): Description {
  const batch = (time: number): string => {
    const { batchDurationMs, zeroTime } = graph;
    return batchDurationMs > 0 ? `batch ${(time - zeroTime) / batchDurationMs}` : `batch at ${seconds(time)}`;
  };
  const stream = (id: number): string => graph.streamLabel(id);
  const say = (subject: string, text: string): Description => ({ subject, text: oneLine(text) });
  switch (event.type) {
    case 'stream.defined':
      return say('program', `${stream(event.stream)} is a ${event.name}${event.windowMs === undefined ? '' : windowText(event)}`);
    case 'output.defined':
      return say('program', `output ${event.output}: ${event.name} of ${stream(event.stream)}`);
    case 'context.started':
      return say(
        'context',
        `started on ${event.master}, ${plural(event.cores, 'core')}, a batch every ${seconds(event.batchDurationMs)}`,
      );
    case 'context.stopped':
      return say('context', event.graceful ? 'stopped after the last batch' : 'stopped');
    case 'context.recovered':
      return say(
        'context',
        `recovered from the checkpoint of ${batch(event.checkpointTime)}; next is ${batch(event.restartTime)}`,
      );
    case 'batch.generated':
      return say(batch(event.batchTime), `generated with ${plural(event.jobs, 'job')}`);
    case 'batch.withoutJobs':
      return say(batch(event.batchTime), 'generated without a job: no output is due');
    case 'batch.generationFailed':
      return say(batch(event.batchTime), `! could not be generated: ${event.reason}`);
    case 'batch.submitted':
      return say(batch(event.batchTime), `submitted: ${plural(event.records, 'record')}${waitingText(event.waiting)}`);
    case 'batch.started':
      return say(
        batch(event.batchTime),
        `started${event.schedulingDelayMs > 0 ? ` after waiting ${seconds(event.schedulingDelayMs)}` : ''}`,
      );
    case 'batch.completed': {
      const took = `took ${seconds(event.processingDelayMs)}`;
      const waited = event.schedulingDelayMs > 0 ? `, waited ${seconds(event.schedulingDelayMs)}` : '';
      return say(batch(event.batchTime), event.failed ? `! failed; ${took}${waited}` : `completed; ${took}${waited}`);
    }
    case 'output.started':
      return say(batch(event.batchTime), `output ${event.name} starts`);
    case 'output.completed':
      return say(
        batch(event.batchTime),
        event.failure === undefined ? `output ${event.name} is done` : `! output ${event.name} failed: ${event.failure}`,
      );
    case 'rdd.generated': {
      const { members } = event;
      const { batchDurationMs, zeroTime } = graph;
      const numbers = members?.map((time) => (batchDurationMs > 0 ? (time - zeroTime) / batchDurationMs : time));
      const of = numbers === undefined ? plural(event.partitions, 'partition') : `of batches ${ranges(numbers)}`;
      return say(stream(event.stream), `RDD ${event.rdd}, ${of}`);
    }
    case 'time.invalid':
      return say(stream(event.stream), `nothing at ${seconds(event.batchTime)}: slides every ${seconds(event.slideMs)}`);
    case 'receiver.started':
      return say('receiver', `${event.name} for ${stream(event.stream)} runs on ${event.executor}`);
    case 'receiver.stopped':
      return say('receiver', `stopped: ${event.message}`);
    case 'receiver.error':
      return say('receiver', `! ${event.message}`);
    case 'receiver.restarting':
      return say('receiver', `! restarts in ${seconds(event.delayMs)}: ${event.message}`);
    case 'record.received':
      return say('receiver', `takes in ${quoted(event.record)}`);
    case 'block.stored':
      return say('block', `${event.block} holds ${plural(event.records, 'record')}, ${event.level}`);
    case 'blocks.allocated':
      return say(batch(event.batchTime), `is given ${plural(event.blocks.length, 'block')}, ${plural(event.records, 'record')}`);
    case 'block.removed':
      return say('block', `${event.block} is removed`);
    case 'job.started':
      return say(`job ${event.job}`, `${event.action} starts, ${plural(event.stages.length, 'stage')}`);
    case 'job.completed':
      return say(`job ${event.job}`, event.failure === undefined ? 'is done' : `! failed: ${event.failure}`);
    case 'stage.submitted':
      return say(
        `stage ${event.stage}`,
        `${event.name} (${event.kind}), ${plural(event.tasks, 'task')}${retryText(event.attempt)}`,
      );
    case 'stage.skipped':
      return say(`stage ${event.stage}`, `${event.name} is skipped: its output is still there`);
    case 'stage.completed':
      return say(`stage ${event.stage}`, event.failure === undefined ? 'is done' : `! failed: ${event.failure}`);
    case 'task.started':
      return say(
        `task ${event.task}`,
        `partition ${event.partition} on ${event.executor}, core ${event.core}${retryText(event.attempt)}`,
      );
    case 'task.completed':
      return say(`task ${event.task}`, `partition ${event.partition} is done, ${plural(event.records, 'record')}`);
    case 'task.failed':
      return say(`task ${event.task}`, `! partition ${event.partition} failed: ${event.reason}`);
    case 'task.killed':
      return say(`task ${event.task}`, `partition ${event.partition} was ended: ${event.reason}`);
    case 'task.resubmitted':
      return say(
        `stage ${event.stage}`,
        `partition ${event.partition} runs again: its output went with executor ${event.executor}`,
      );
    case 'task.speculated':
      return say(`stage ${event.stage}`, `partition ${event.partition} is slow: a copy of its task is asked for`);
    case 'fetch.failed':
      return say(
        `task ${event.task}`,
        event.from === undefined
          ? `! partition ${event.partition}: an output of shuffle ${event.shuffle} is missing`
          : `! partition ${event.partition}: output ${event.map} of shuffle ${event.shuffle} is not to be had from executor ${event.from}`,
      );
    case 'stage.resubmitted':
      return say(`stage ${event.stage}`, 'is run again for what was lost');
    case 'executor.added':
      return say(`executor ${event.executor}`, `registered on ${event.machine}, ${plural(event.cores, 'core')}`);
    case 'executor.removed':
      return say(`executor ${event.executor}`, `! is lost: ${event.reason}`);
    case 'block.lost':
      return say(
        'block',
        `! ${event.block} is lost with executor ${event.executor}, ${plural(event.copies, 'copy', 'copies')} left`,
      );
    case 'block.replicated':
      return say('block', `${event.block} is copied from executor ${event.from} to ${event.to}`);
    case 'block.evicted':
      return say('block', `${event.block} makes room on executor ${event.executor}`);
    case 'partition.recomputed':
      return say(`RDD ${event.rdd}`, `partition ${event.partition} was lost and is computed anew on executor ${event.executor}`);
    case 'partition.computed':
      return say(`stage ${event.stage}`, `partition ${event.partition} = ${contentsText(event.contents, event.records)}`);
    case 'shuffle.written':
      return say(
        `shuffle ${event.shuffle}`,
        `map task ${event.map} read ${event.read}, wrote ${plural(event.written, 'record')}`,
      );
    case 'state.updated': {
      const called = `${event.key}: [${event.values.join(', ')}]${event.timedOut === true ? ' timed out,' : ''}`;
      return say('state', `${called} ${event.before ?? 'none'} -> ${event.after ?? 'none'}`);
    }
    case 'offsets.ranges':
    case 'offsets.queued':
    case 'offsets.commitSent':
      return describeDirectStream(event, say);
    case 'rate.updated':
      return say('rate', `${stream(event.stream)} may take ${event.recordsPerSec} records/s`);
    case 'checkpoint.written':
      return say(
        'checkpoint',
        `${event.file} of ${batch(event.batchTime)}, ${plural(event.pending.length, 'batch', 'batches')} pending`,
      );
    case 'rdd.checkpointed':
      return say('checkpoint', `RDD ${event.rdd} is in ${event.path}`);
    case 'console.line':
      return say('output', event.text === '' ? '(empty line)' : event.text);
    case 'log.line':
      return say(event.level.toLowerCase(), `${event.logger}: ${event.message}`);
    case 'script.line':
      return say('script', event.text);
    case 'script.ignored':
      return say('script', `nothing happened: ${event.reason}`);
    case 'host.started':
      return say('host', event.incarnation > 1 ? `${event.host} started again` : `${event.host} started`);
    case 'host.crashed':
      return say('host', `${event.host} crashed`);
    case 'program.started':
      return say('program', 'main begins');
    case 'program.ended':
      return say('program', event.error === undefined ? 'main ended' : `main ended with an error: ${event.error}`);
    case 'link.cut':
      return say('network', `${event.link} is cut${event.forMs === undefined ? '' : ` for ${seconds(event.forMs)}`}`);
    case 'link.healed':
      return say('network', `${event.link} is whole again`);
    case 'port.opened':
      return say('network', `${event.host} listens on port ${event.port}`);
    case 'port.closed':
      return say('network', `${event.host} no longer listens on port ${event.port}`);
    case 'connection.opened':
      return say('network', `${event.from} is connected to ${event.to}, port ${event.port}`);
    case 'connection.refused':
      return say('network', `${event.to} refused a connection of ${event.from} to port ${event.port}`);
    case 'connection.closed':
      return say('network', event.reset ? 'the connection was reset' : `${event.by} closed the connection`);
    case 'bytes.delivered':
      return say('network', `${plural(event.bytes, 'byte')} arrived at ${event.host}`);
    case 'nc.line':
      return say('nc', `${event.text}${event.waiting ? ' (kept: nobody is connected)' : ''}`);
    case 'file.arrived':
      return say('file', `${event.path} arrived with ${plural(event.lines, 'line')}`);
    case 'host.paused':
      return say(event.host, `! nothing moves for ${event.forMs} ms`);
    case 'host.slowed':
      return say(event.host, `! works ${event.factor} times slower${event.forMs === undefined ? '' : ` for ${event.forMs} ms`}`);
    case 'host.resumed':
      return say(event.host, 'works as before');
    case 'space.ended':
      return say(event.host, `! its ${event.what} is full`);
    case 'space.freed':
      return say(event.host, `its ${event.what} has room again`);
    case 'sink.written':
      return say(event.store, `wrote: ${event.text}${event.isOpen ? ', in an open transaction' : ''}`);
    case 'row.committed': {
      const row = event.row === undefined ? '' : `: ${Object.values(event.row).join(', ')}`;
      return say(event.store, `${event.change} in ${event.table} is committed${row}`);
    }
    case 'transaction.rolledBack':
      return say(event.store, `! a transaction of ${plural(event.statements, 'statement')} is undone: ${event.reason}`);
    case 'lock.awaited':
      return say(event.store, `connection ${event.connection} waits for the lock of connection ${event.holder}`);
    case 'writes.lost':
      return say(
        event.store,
        `! lost ${plural(event.writes, 'write')} that ${event.writes === 1 ? 'was' : 'were'} acknowledged but not on disk`,
      );
    case 'run.ended':
      return say('run', `over: ${event.reason}`);
    default:
      return describeKafka(event, say);
  }
}

/** Whether an event tells of something that went wrong. */
export function isFailure(event: RunEvent): boolean {
  switch (event.type) {
    case 'batch.generationFailed':
    case 'receiver.error':
    case 'task.failed':
    case 'produce.failed':
      return true;
    case 'batch.completed':
      return event.failed;
    case 'output.completed':
    case 'job.completed':
    case 'stage.completed':
      return event.failure !== undefined;
    default:
      return false;
  }
}

function windowText({ windowMs = 0, slideMs }: { readonly windowMs?: number; readonly slideMs: number }): string {
  return `, window ${seconds(windowMs)}, slide ${seconds(slideMs)}`;
}

function waitingText(waiting: number): string {
  return waiting > 1 ? `; ${waiting} batches wait or run` : '';
}

function retryText(attempt: number): string {
  return attempt > 0 ? `, attempt ${attempt}` : '';
}

/** Records as they print, the first few. */
export function contentsText(contents: readonly string[], records = contents.length): string {
  const shown = contents.slice(0, 8).join(' ');
  const more = records - Math.min(8, contents.length);
  if (records === 0) return 'empty';
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function quoted(text: string): string {
  return `"${text}"`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' / ');
}
