import {
  Batches,
  BatchFlow,
  BatchFocus,
  ConsoleOutput,
  describe,
  type Explanation,
  eventTypes,
  explain,
  follow,
  Hosts,
  Offsets,
  ordinal,
  type PanelId,
  ProgramGraph,
  Received,
  Receivers,
  type Session,
  type SessionQuestion,
  type SessionStop,
  SinkRows,
  type StageKind,
  StateHistory,
  type Stops,
  stageKinds,
  stopsOf,
  TaskRuns,
  Windows,
} from '../recording/index.js';
import type { View } from './view.js';

/** A session with everything that its views ask for; made once, read by pure functions. */
export class Model {
  readonly stops: Stops;
  readonly graph: ProgramGraph;
  readonly batches: Batches;
  readonly focus: BatchFocus;
  readonly flow: BatchFlow;
  readonly windows: Windows;
  readonly states: ReadonlyMap<number, StateHistory>;
  readonly console: ConsoleOutput;
  readonly programLines: readonly string[];
  /** The kinds of stage that have something to show for this program. */
  readonly kinds: readonly StageKind[];

  private answered: { readonly key: string; readonly answer: Explanation } | undefined;

  constructor(readonly session: Session) {
    const { recording, stops } = session;
    this.stops = stopsOf(recording, stops);
    this.graph = recording.project(ProgramGraph.of);
    this.batches = recording.project(Batches.of);
    this.focus = recording.project(BatchFocus.of);
    this.flow = recording.project(BatchFlow.of);
    this.windows = recording.project(Windows.of);
    this.states = recording.project(StateHistory.of);
    this.console = recording.project(ConsoleOutput.of);
    this.programLines = session.programText.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
    const types = recording.project(eventTypes);
    this.kinds = stageKinds.filter((kind) => {
      if (kind === 'windows') return this.windows.streams.length > 0;
      if (kind === 'offsets') return types.has('topic.created') || types.has('record.appended') || types.has('row.committed');
      if (kind === 'receivers') return types.has('receiver.started');
      return kind !== 'state' || this.states.size > 0;
    });
  }

  // What only some kinds of stage ask for is folded when it is first shown.
  get tasks(): TaskRuns {
    return this.recording.project(TaskRuns.of);
  }
  get received(): Received {
    return this.recording.project(Received.of);
  }
  get receivers(): Receivers {
    return this.recording.project(Receivers.of);
  }
  get hosts(): Hosts {
    return this.recording.project(Hosts.of);
  }
  get offsets(): Offsets {
    return this.recording.project(Offsets.of);
  }
  get sinkRows(): SinkRows {
    return this.recording.project(SinkRows.of);
  }

  get recording() {
    return this.session.recording;
  }

  get last(): number {
    return Math.max(0, this.recording.length - 1);
  }

  /** The stop of the lesson that was reached last. */
  stopAt(seq: number): SessionStop | undefined {
    return this.session.stops.findLast((stop) => stop.seq <= seq);
  }

  question(id: string | undefined): SessionQuestion | undefined {
    return this.session.questions?.find((question) => question.id === id);
  }

  /** The question that is asked at an event and has no answer yet. */
  openQuestion(view: View): SessionQuestion | undefined {
    return this.session.questions?.find(({ seq, id }) => seq === view.cursor && view.predictions[id] === undefined);
  }

  /** Events on the way of the record that is followed. */
  followedSeqs(view: View): ReadonlySet<number> {
    return (view.followed === undefined ? undefined : follow(this.recording, view.followed, view.cursor))?.seqs ?? nothing;
  }

  /** The last event at or before a time in microseconds; the first, when there is none. */
  lastAt(us: number): number {
    let low = 0;
    let high = this.last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.recording.get(middle).at <= us) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The answer to what was asked last; the newest answer is kept, since a frame and a key ask for it again. */
  answer(view: View): Explanation {
    const subject = view.whys.at(-1);
    if (subject === undefined) return { question: '', reasons: [] };
    const key = `${view.cursor} ${JSON.stringify(subject)}`;
    if (this.answered?.key !== key) this.answered = { key, answer: explain(this.recording, subject, view.cursor) };
    return this.answered.answer;
  }

  /** An event in one line. */
  sentence(seq: number): string {
    const { subject, text } = describe(this.recording.get(seq), this.graph);
    return `${subject}: ${text}`;
  }

  /** Number of that stop, from 1; 0 before the first. */
  stopNumber(seq: number): number {
    return ordinal(
      this.session.stops.map((stop) => stop.seq),
      seq,
    );
  }

  /** Number of the step at or before an event, from 1. */
  stepNumber(seq: number): number {
    return ordinal(this.stops.steps, seq);
  }

  /** The batch on show: the one that was chosen, or the one the event at the cursor is about; -1 before the first. */
  batchOf(view: View): number {
    return view.batch ?? this.focus.at(view.cursor);
  }

  /** What the stage shows: the learner's choice, the last stop's wish, the lesson's, or what fits the program. */
  stageOf(view: View): StageKind {
    const isStage = (name: string | undefined): name is StageKind => (stageKinds as readonly string[]).includes(name ?? '');
    const asked = this.session.stops.findLast((stop) => stop.seq <= view.cursor && isStage(stop.focus))?.focus;
    const fitting = this.kinds.find((kind) => kind === 'windows' || kind === 'state') ?? 'flow';
    return view.stage ?? (isStage(asked) ? asked : undefined) ?? this.session.lesson.stage ?? fitting;
  }

  /** The panel in focus: the learner's choice, or what the last stop points at. */
  panelOf(view: View): PanelId {
    const asked = this.session.stops.findLast((stop) => stop.seq <= view.cursor && stop.focus !== undefined)?.focus;
    if (view.focus !== undefined) return view.focus;
    return asked === undefined || (stageKinds as readonly string[]).includes(asked) ? 'stage' : (asked as PanelId);
  }

  /** What the last stop points at, such as `batch:2`; nothing once the cursor has moved on. */
  marksAt(seq: number): ReadonlySet<string> {
    const stop = this.stopAt(seq);
    return new Set(stop?.seq === seq ? stop.mark : []);
  }
}

const nothing: ReadonlySet<number> = new Set();
