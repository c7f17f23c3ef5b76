// The engine's direct stream knows it too, so it lives there.
export { TopicPartition } from '../../engine/kafka/TopicPartition.js';
