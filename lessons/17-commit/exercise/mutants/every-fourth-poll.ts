import {
  type ConsumerRecord,
  KafkaConsumer,
  KafkaProducer,
  type Process,
  ProducerRecord,
  println,
  redis,
  TopicPartition,
} from 'batchwise';

/** Ten new orders at every start. */
function* shop(): Process<void> {
  const producer = new KafkaProducer<string, string>({});
  for (let n = 1; n <= 10; n++) yield* producer.send(new ProducerRecord('orders', `shop ${n}`, `order ${n}`));
  yield* producer.close();
}

/** The work: counts in Redis how often this order was worked on, and prints where it is in the topic. */
function* work({ partition, offset }: ConsumerRecord<string, string>): Process<void> {
  const db = yield* redis.connect();
  yield* db.hincrby('done', `${partition}/${offset}`, 1);
  db.close();
  println(`${partition}/${offset}`);
}

/** Works on all orders, at most eight a poll, and ends when six polls in a row have given nothing. */
export default function* main() {
  yield* shop();
  const consumer = new KafkaConsumer<string, string>({
    'group.id': 'billing',
    'auto.offset.reset': 'earliest',
    'max.poll.records': 8,
    'enable.auto.commit': false,
  });
  consumer.assign((yield* consumer.partitionsFor('orders')).map((partition) => new TopicPartition('orders', partition)));
  let polls = 0;
  for (let empty = 0; empty < 6; ) {
    const records = yield* consumer.poll(200);
    empty = records.isEmpty ? empty + 1 : 0;
    for (const record of records) yield* work(record);
    if (++polls % 4 === 0 && !records.isEmpty) yield* consumer.commitSync();
  }
  yield* consumer.close();
}
