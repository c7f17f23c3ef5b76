export { Batches, type BatchFacts, type BatchStatus, type BatchView } from './batches.js';
export {
  alignedOutputs,
  type Branch,
  type BranchChange,
  type BranchRow,
  BranchTree,
  changedTexts,
  changeText,
  type Differences,
  diffRuns,
  type FaultChoice,
  type FirstPart,
  faultMenu,
  type OutputRow,
  type RunDifference,
  type RunTexts,
  scriptLines,
  seqAtTime,
  usualFault,
  type VerdictDifference,
} from './branch/index.js';
export { type Change, type ChangeGroup, type ChangeSign, changesAt } from './changes.js';
export {
  type AnomalousRecord,
  type Anomaly,
  anomalies,
  anomalyMeanings,
  type CheckResult,
  checkRun,
  type DeliveredRecord,
  Delivery,
  hazardsOf,
  type VisibleEffect,
} from './checks/index.js';
export { type Agreement, type ConsoleEntry, ConsoleOutput, printedRecords } from './console.js';
export { contentsText, type Description, describe, isFailure } from './describe.js';
export { diffFirst, type FirstDifference } from './diffFirst.js';
export { canonicalText, EventList, type EventSource } from './EventList.js';
export { assertNever, type EventOf, type RunEvent } from './events.js';
export { eventTypes } from './eventTypes.js';
export { type Explanation, explain, follow, type Reason, type Subject } from './explain.js';
export {
  BatchFlow,
  type FlowBlock,
  type FlowJob,
  type FlowOutput,
  type FlowStage,
  type FlowTask,
  type FlowView,
} from './flow.js';
export { BatchFocus } from './focus.js';
export { clock, plural, ranges, seconds } from './format.js';
export { type GraphOutput, type GraphStream, ProgramGraph } from './graph.js';
export { type ConnectionLine, type HostLine, Hosts, type LinkLine } from './hosts.js';
export {
  type AppendedBatch,
  type BrokerView,
  ConsumerGroups,
  type Fetch,
  type GroupJourney,
  type GroupPartitionView,
  type GroupView,
  KafkaLogs,
  PartitionFacts,
  type PartitionView,
  type RecordJourney,
  recordJourney,
} from './kafka/index.js';
export { type Ledger, ledgerAt } from './ledger.js';
export { type StateLedger, type StateLineage, stateLedger, stateLineage } from './lineage.js';
export {
  type GroupOffsets,
  type OffsetLedger,
  Offsets,
  offsetLedger,
  type PartitionOffsets,
} from './offsets.js';
export { programLine } from './program.js';
export {
  type InputRecord,
  inputOfEvent,
  neverHeld,
  Origins,
  type ProvenanceParts,
  type RecordWay,
  type StateCall,
  type Step,
  type Stop,
  stateCalls,
  type Why,
  type WindowMembers,
  whereDidItGo,
  whyEvent,
  whyOutput,
  whyState,
  windowMembers,
} from './provenance/index.js';
export { type Projection, Recording, type RunDescription } from './Recording.js';
export { Received, type ReceivedBlock, type ReceivedRecord } from './received.js';
export { type BlockLine, type BlockStatus, type ReceiverLine, Receivers } from './receivers.js';
export {
  type LessonListItem,
  type LessonMeta,
  type PanelId,
  panelIds,
  type Session,
  type SessionQuestion,
  type SessionStop,
  type StageKind,
  stageKinds,
  type Verdict,
} from './session.js';
export { type SinkLedger, type SinkRow, SinkRows } from './sinkRows.js';
export { type StateChange, StateHistory, type StateRow } from './state.js';
export { after, before, ordinal, type Stops, stopsOf } from './steps.js';
export { type CoreLane, type TaskEnd, type TaskLedger, type TaskRun, TaskRuns } from './taskRuns.js';
export { type Membership, type WindowFire, type WindowLedger, WindowStream, Windows } from './windows.js';
