export {
  ConsumerGroups,
  type Fetch,
  type GroupPartitionView,
  type GroupView,
} from './ConsumerGroups.js';
export { type AppendedBatch, type BrokerView, KafkaLogs, PartitionFacts, type PartitionView } from './KafkaLogs.js';
export { type GroupJourney, type RecordJourney, recordJourney } from './recordJourney.js';
