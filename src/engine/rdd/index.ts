import './operators/narrow.js';
import './operators/byKey.js';
import './operators/actions.js';

export { HashPartitioner } from './HashPartitioner.js';
export { type Pair, pair } from './Pair.js';
export type { Partitioner } from './Partitioner.js';
export { RangePartitioner } from './RangePartitioner.js';
export { RDD } from './RDD.js';
export { SparkConf } from './SparkConf.js';
export { Accumulator, Broadcast, checkPendingActions, SparkContext } from './SparkContext.js';
export { StorageLevel } from './StorageLevel.js';
