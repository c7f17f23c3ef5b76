import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TopicPartition } from '../../../../src/sim/kafka/TopicPartition.js';
import type { ToolResult } from '../../../../src/sim/kafka/tools/Tool.js';
import { tools } from '../../../../src/sim/kafka/tools/tools.js';
import { asRecorded, type RecordedTool } from '../../../conformance/harness/kafkaTool.js';
import { ModelCluster } from './modelCluster.js';

interface Step {
  readonly do: string;
  readonly [field: string]: unknown;
}
const recordings = (file: string): readonly { readonly id: string; readonly steps: readonly Step[] }[] =>
  JSON.parse(readFileSync(new URL(`../../../conformance/recordings/kafka/${file}`, import.meta.url), 'utf8')).cases;

const uuid = 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx';

/** The steps between the tools, as far as they leave something that the tools show. */
class Session {
  private readonly consumers = new Map<string, { readonly group: string; readonly partitions: string[]; isMember: boolean }>();
  private transaction: ReturnType<ModelCluster['append']>[] = [];
  constructor(readonly cluster: ModelCluster) {}

  run(step: Step): void {
    const { cluster } = this;
    const consumer = this.consumers.get(step.by as string);
    switch (step.do) {
      case 'createTopic': {
        const assignment =
          (step.assignment as number[][] | undefined) ?? Array.from({ length: step.partitions as number }, () => [1]);
        cluster.addTopic(
          step.topic as string,
          assignment,
          new Map(Object.entries((step.configs ?? {}) as Record<string, string>)),
        );
        break;
      }
      case 'produce':
        for (const [partition, key, value, timestamp] of step.records as [number, string | null, string | null, number?][]) {
          const record = cluster.append(new TopicPartition(step.topic as string, partition), key, value, timestamp ?? 0);
          this.transaction.push(record);
        }
        break;
      case 'beginTransaction':
        this.transaction = [];
        break;
      case 'commitTransaction':
      case 'abortTransaction':
        for (const record of this.transaction) record.isAborted = step.do === 'abortTransaction';
        cluster.append(new TopicPartition('words', 0), null, null, 0, true);
        break;
      case 'consumer':
        this.consumers.set(step.as as string, { group: step.group as string, partitions: [], isMember: false });
        break;
      case 'assign':
        consumer?.partitions.push(...(step.partitions as string[]));
        break;
      case 'joinAll':
        this.join(step.group as string, step.result as Record<string, { assignment: string[] }>);
        break;
      case 'commitSync': {
        const ends = consumer?.partitions.map(
          (each) => [each, cluster.partition(TopicPartition.parse(each)).records.length] as const,
        );
        const offsets = (step.offsets as Record<string, number> | undefined) ?? Object.fromEntries(ends ?? []);
        for (const [each, offset] of Object.entries(offsets)) cluster.group(consumer?.group as string).offsets.set(each, offset);
        break;
      }
      case 'close': {
        const group = cluster.group(consumer?.group as string);
        group.members = group.members.filter(({ clientId }) => clientId !== step.by);
        break;
      }
      case 'deleteRecords':
        cluster.partition(TopicPartition.parse(step.partition as string)).start = step.before as number;
        break;
      case 'stopBroker':
      case 'startBroker':
        if (step.do === 'stopBroker') cluster.alive.delete(step.broker as number);
        else cluster.alive.add(step.broker as number);
        cluster.settle();
    }
  }

  private join(name: string, result: Readonly<Record<string, { readonly assignment: string[] }>>): void {
    const group = this.cluster.group(name);
    group.assignor = 'range';
    group.members = Object.entries(result).map(([clientId, { assignment }]) => {
      this.consumers.get(clientId)?.partitions.splice(0, Number.POSITIVE_INFINITY, ...assignment);
      const partitions = assignment.map((each) => TopicPartition.parse(each));
      return {
        clientId,
        memberId: `${clientId}-${uuid}`,
        host: '/127.0.0.1',
        groupInstanceId: undefined,
        assignment: partitions,
      };
    });
  }
}

function runTool(step: RecordedTool, cluster: ModelCluster): ToolResult {
  const process = tools.get(step.tool)?.(step.args, step.stdin ?? '', cluster);
  const outcome = process?.next();
  if (outcome?.done !== true) throw new Error(`${step.tool} took time`);
  return outcome.value;
}

describe.each(['tools-single.json', 'tools-cluster.json'])('%s', (file) => {
  test.each(recordings(file).map((each) => [each.id, each] as const))('%s is printed as recorded', (_, { steps }) => {
    const session = new Session(new ModelCluster(file === 'tools-cluster.json' ? 3 : 1));
    for (const step of steps) {
      if (step.do !== 'tool') {
        session.run(step);
        continue;
      }
      const recorded = step as unknown as RecordedTool;
      const actual = asRecorded(recorded, runTool(recorded, session.cluster));
      expect([recorded.tool, ...recorded.args, actual]).toEqual([recorded.tool, ...recorded.args, recorded.result]);
    }
  });
});
