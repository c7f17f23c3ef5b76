/** The public API: what a program imports from `batchwise`. Names are Spark's. */
import './rdd/index.js';
import './dstream/index.js';

export { capturing, NotSerializable } from './closure.js';
export {
  ConstantInputDStream,
  DStream,
  InputDStream,
  MapWithStateDStream,
  type StateUpdate,
  type StateUpdates,
} from './dstream/index.js';
export * from './errors.js';
export { Double, Float, Int, List, Long, None, type Option, Some, toJavaString, Vector } from './jvm/index.js';
export * from './kafka/index.js';
export type { ConsumerGroupMetadata, OffsetAndTimestamp, RebalanceListener } from './ports/KafkaClient.js';
export { isProcess, type Process } from './ports/Process.js';
export { println } from './println.js';
export {
  AccumulatorV2,
  Broadcast,
  CollectionAccumulator,
  checkPendingActions,
  DoubleAccumulator,
  HashPartitioner,
  LongAccumulator,
  type Pair,
  type Partitioner,
  pair,
  RangePartitioner,
  RDD,
  SparkConf,
  SparkContext,
  StatCounter,
  StorageLevel,
} from './rdd/index.js';
export { LineReader, Receiver, type SocketConverter } from './receiver/index.js';
export { StreamingContext, type StreamingContextState } from './StreamingContext.js';
export type { BatchInfo, OutputOperationInfo, ReceiverInfo, StreamingListener } from './scheduler/StreamingListener.js';
export { State, StateSpec } from './state/index.js';
export {
  KeeperException,
  mysql,
  type RedisCommand,
  RedisConnection,
  redis,
  SqlConnection,
  SqlError,
  type SqlRow,
  type SqlValue,
  StoreConnectionLost,
  StoreRefused,
  type Znode,
  ZooKeeperSession,
  zookeeper,
} from './store/index.js';
export { Duration, Interval, Milliseconds, Minutes, Seconds, Time } from './time/index.js';
export { withCaptured } from './withCaptured.js';
