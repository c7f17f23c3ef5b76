import type { PanelId, StageKind } from '../recording/index.js';

/** A word of the field, in one sentence, and where to see it. */
export interface Term {
  readonly term: string;
  readonly meaning: string;
  readonly look: string;
}

/** The terms of each panel and kind of stage. */
export const terms: Readonly<Record<Exclude<PanelId, 'stage'> | StageKind, readonly Term[]>> = {
  timeline: [
    {
      term: 'batch',
      meaning: 'the records of one interval, named by the end of the interval',
      look: 'one column each; the bars stand around the one on show',
    },
    {
      term: 'scheduling delay',
      meaning: 'how long a batch waited for the ones before it',
      look: 'the row "waited"; it grows when batches take longer than the interval',
    },
    { term: 'processing time', meaning: 'how long the jobs of a batch ran', look: 'the row "took"' },
  ],
  changes: [
    {
      term: 'change',
      meaning: 'what this batch has that the batch before had not',
      look: '+ new, ~ changed, - gone, = as before, ? not known yet',
    },
  ],
  output: [
    {
      term: 'print()',
      meaning: 'an output operation that writes the first ten records of a batch',
      look: 'its three header lines come for every batch, also for an empty one',
    },
    {
      term: 'agreement',
      meaning: 'whether a real Spark wrote the same bytes for this program and input',
      look: 'the last row',
    },
  ],
  program: [
    {
      term: 'DStream',
      meaning: 'a series of RDDs, one for each batch; an operator makes a new one',
      look: 'the line that the event at the cursor belongs to is marked',
    },
    {
      term: 'lazy',
      meaning: 'operators only describe; jobs run because of an output operation',
      look: 'nothing runs before start()',
    },
  ],
  events: [
    {
      term: 'event',
      meaning: 'something that happened in the run, numbered in order',
      look: 'dim rows are still ahead; enter goes to a row',
    },
    { term: 'cause', meaning: 'the event that led to this one', look: 'w shows the chain' },
  ],
  lesson: [{ term: 'stop', meaning: 'a place at which the lesson says something', look: '} goes to the next one' }],
  flow: [
    {
      term: 'block',
      meaning: 'what a receiver took in within 200 ms; each block is one partition of its batch',
      look: 'the rows below "blocks"',
    },
    { term: 'job', meaning: 'the work of one action, cut into stages', look: 'one for each output, sometimes more' },
    {
      term: 'stage',
      meaning: 'tasks that run without a shuffle between them; one task for each partition',
      look: '"=" says that a stage was skipped: what it wrote is still there',
    },
    { term: 'shuffle', meaning: 'records of one key are brought into one partition', look: 'in and out behind a stage' },
  ],
  windows: [
    {
      term: 'window(W, S)',
      meaning: 'every S, the records of the batches in (t - W, t]',
      look: 'a bracket spans the batches of one output',
    },
    { term: 'overlap', meaning: 'W > S: a batch is in several windows', look: 'a number above 1 in the row "counted"' },
    { term: 'gap', meaning: 'S > W: the slide steps over batches', look: 'x: no window will ever hold this batch' },
    { term: 'due', meaning: 'a later window will hold the batch', look: '? in the row "counted"' },
  ],
  queue: [
    {
      term: 'queue of batches',
      meaning: 'batches run one after the other unless spark.streaming.concurrentJobs says otherwise',
      look: 'light bars wait, solid bars run',
    },
    {
      term: 'stable',
      meaning: 'a batch takes no longer than the interval, so nothing piles up',
      look: 'the last row compares the two',
    },
  ],
  state: [
    {
      term: 'state',
      meaning: 'a value kept for each key from batch to batch',
      look: 'before, new values, after; w on a row shows its history',
    },
    {
      term: 'update function',
      meaning: 'updateStateByKey calls it for every key, also without new values; mapWithState only for keys of the batch',
      look: '"= called, no new values" against "= not visited"',
    },
    {
      term: 'lineage',
      meaning: 'what a lost partition is computed from again; a checkpoint cuts it off',
      look: 'the chain of batches in the last rows',
    },
  ],
  cores: [
    { term: 'core', meaning: 'what runs one task at a time', look: 'one lane each; a receiver holds one for good' },
    { term: 'attempt', meaning: 'a task is tried again when it fails, up to four times', look: 'x ends a bar that failed' },
    {
      term: 'computed again',
      meaning: 'a partition whose result was lost is computed from its lineage',
      look: 'the last row counts them',
    },
  ],
  receivers: [
    {
      term: 'receiver',
      meaning: 'code on an executor that takes records in; it holds a core',
      look: 'the first row of each: where it runs and how it is',
    },
    { term: 'buffer', meaning: 'records that are in no block yet: a crash takes them', look: 'the row "buffer"' },
    { term: 'block', meaning: 'a piece of the buffer, stored every 200 ms', look: '? waits, + in a batch, x lost' },
  ],
  offsets: [
    { term: 'offset', meaning: 'the number of a record in its partition', look: 'C, P and E below each bar' },
    {
      term: 'committed offset',
      meaning: 'what a restart of the group begins with',
      look: 'C; what lies between C and P is read again after a crash',
    },
    { term: 'position', meaning: 'the next offset that the consumer reads', look: 'P' },
    { term: 'lag', meaning: 'records in the log that the group has not read', look: 'behind each bar' },
    { term: 'duplicate', meaning: 'a row that was written more than once', look: 'D in the table, counted in the last row' },
  ],
  cluster: [
    {
      term: 'driver',
      meaning: 'the host that runs main and makes the batches',
      look: 'when it dies, everything of this run ends with it',
    },
    { term: 'executor', meaning: 'a process that runs tasks and keeps blocks', look: 'behind its host' },
    { term: 'incarnation', meaning: 'a host that starts again has nothing of what it held in memory', look: '"started 2 times"' },
  ],
};
