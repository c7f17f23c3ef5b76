import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { SimKafka } from '../SimKafka.js';
import { SimToolCluster } from './SimToolCluster.js';
import type { Tool, ToolResult } from './Tool.js';

/** Virtual milliseconds from the command to its first request: a JVM starts. What was done just before lies in a tool's past. */
const JVM_START_MS = 500;

/** Runs a tool on a host of its own, which ends with it: the clients that it leaves open end too. @param wrote told of its output as it comes */
export function* startTool(
  tool: Tool,
  args: readonly string[],
  stdin: string,
  kafka: SimKafka,
  host: SimHost,
  wrote?: (text: string) => void,
): Process<ToolResult> {
  yield* awaiting(host.clock.sleep(JVM_START_MS));
  const result = yield* tool(args, stdin, new SimToolCluster(kafka, host, wrote));
  host.crash();
  return result;
}
