import {
  Batches,
  BatchFlow,
  BatchFocus,
  ConsoleOutput,
  describe,
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
  readonly tasks: TaskRuns;
  readonly received: Received;
  readonly receivers: Receivers;
  readonly hosts: Hosts;
  readonly offsets: Offsets;
  readonly sinkRows: SinkRows;
  readonly programLines: readonly string[];
  /** The kinds of stage that have something to show for this program. */
  readonly kinds: readonly StageKind[];

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
    this.tasks = recording.project(TaskRuns.of);
    this.received = recording.project(Received.of);
    this.receivers = recording.project(Receivers.of);
    this.hosts = recording.project(Hosts.of);
    this.offsets = recording.project(Offsets.of);
    this.sinkRows = recording.project(SinkRows.of);
    this.programLines = session.programText.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
    this.kinds = stageKinds.filter((kind) => {
      if (kind === 'windows') return this.windows.streams.length > 0;
      if (kind === 'offsets') return !this.offsets.isEmpty || !this.sinkRows.isEmpty;
      if (kind === 'receivers') return !this.receivers.isEmpty;
      return kind !== 'state' || this.states.size > 0;
    });
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
