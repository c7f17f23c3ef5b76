import {
  KafkaConsumer,
  KafkaProducer,
  OffsetAndMetadata,
  type Process,
  ProducerRecord,
  println,
  redis,
  TopicPartition,
} from 'batchwise';

const orders = new TopicPartition('orders', 0);

/** Twelve orders, sent once. */
function* shop(): Process<void> {
  const reader = new KafkaConsumer<string, string>({ 'group.id': 'shop' });
  const ends = yield* reader.endOffsets([orders]);
  if ((ends.get(orders) ?? 0) > 0) return;
  const producer = new KafkaProducer<string, string>({});
  for (let n = 1; n <= 12; n++) yield* producer.send(new ProducerRecord('orders', 'shop', `o${n}`));
  yield* producer.close();
}

/** A consumer that begins where its group has committed; three records a poll. */
function consumer(group: string, autoCommit: boolean) {
  const made = new KafkaConsumer<string, string>({
    'group.id': group,
    'auto.offset.reset': 'earliest',
    'max.poll.records': 3,
    'enable.auto.commit': autoCommit,
    'auto.commit.interval.ms': 1000,
  });
  made.assign([orders]);
  return made;
}

/** The work: a write to Redis that takes 200 ms. What has printed is done. */
function* work(lane: string, order: string): Process<void> {
  const db = yield* redis.connect();
  yield* db.incrby(`${lane}:${order}`, 1);
  db.close();
  println(`${lane} ${order}`);
}

export default function* main() {
  yield* shop();
  const aside = consumer('aside', true);
  const loop = consumer('loop', true);
  const manual = consumer('manual', false);
  const waiting: string[] = [];
  for (;;) {
    // (a) put aside at the poll, worked on later, one order a round
    for (const { value } of yield* aside.poll(100)) waiting.push(value);
    const next = waiting.shift();
    if (next !== undefined) yield* work('a', next);
    // (b) worked on before the next poll
    for (const { value } of yield* loop.poll(100)) yield* work('b', value);
    // (c) worked on, then committed: the next offset to read
    let until = 0;
    for (const { value, offset } of yield* manual.poll(100)) {
      yield* work('c', value);
      until = offset + 1;
    }
    if (until > 0) yield* manual.commitSync(new Map([[orders, new OffsetAndMetadata(until)]]));
  }
}
