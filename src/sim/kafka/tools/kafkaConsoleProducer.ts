import type { Process } from '../../../engine/ports/Process.js';
import { KafkaException } from '../protocol/errors.js';
import { keyValueArgs } from './console/keyValueArgs.js';
import { OptionException, OptionParser, type OptionSet } from './OptionParser.js';
import { consoleProducerOptions } from './options/consoleProducerOptions.js';
import { OptionChecks, runTool, type Tool, type ToolOutput } from './Tool.js';

const parser = new OptionParser(consoleProducerOptions);

/** `kafka-console-producer`: each line of its input is a record (KA-183 to KA-185). Model: kafka 2.8.2 core tools/ConsoleProducer.scala. */
export const kafkaConsoleProducer: Tool = (args, stdin, cluster) =>
  runTool(cluster, function* (output): Process<number> {
    const options = parsed(args, output);
    const checks = new OptionChecks(output, parser, options);
    if (args.length === 0 || options.has('help'))
      checks.die('This tool helps to read data from standard input and publish it to Kafka.');
    checks.requires('topic');
    if (!options.has('bootstrap-server') && !options.has('broker-list'))
      checks.die('Missing required option(s) [bootstrap-server]');
    const topic = options.valueOf('topic') as string;
    const properties = keyValueArgs(options.valuesOf('property'));
    const producer = yield* cluster.producer(configOf(options));
    let exit = 0;
    try {
      let number = 0;
      for (const line of linesOf(stdin)) {
        const { key, value } = recordOf(line, ++number, properties);
        yield* producer.send(topic, key, value, options.has('sync'));
      }
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error;
      output.errln(String(error));
      exit = 1;
    }
    // Whatever happened, what was sent goes out when the process ends.
    yield* producer.close();
    return exit;
  });

function parsed(args: readonly string[], output: ToolOutput): OptionSet {
  try {
    return parser.parse(args);
  } catch (error) {
    if (error instanceof OptionException) output.usageAndDie(parser, error.message);
    throw error;
  }
}

function configOf(options: OptionSet): Readonly<Record<string, string>> {
  const value = (name: string): string => options.valueOf(name) as string;
  return {
    'buffer.memory': value('max-memory-bytes'),
    'batch.size': value('max-partition-memory-bytes'),
    'send.buffer.bytes': value('socket-buffer-size'),
    'compression.type': options.has('compression-codec') ? (options.valueOf('compression-codec') ?? 'gzip') : 'none',
    acks: value('request-required-acks'),
    'request.timeout.ms': value('request-timeout-ms'),
    retries: value('message-send-max-retries'),
    'retry.backoff.ms': value('retry-backoff-ms'),
    'linger.ms': value('timeout'),
    'metadata.max.age.ms': value('metadata-expiry-ms'),
    'max.block.ms': value('max-block-ms'),
    'client.id': 'console-producer',
    ...keyValueArgs(options.valuesOf('producer-property')),
    'bootstrap.servers': options.valueOf('bootstrap-server') ?? value('broker-list'),
  };
}

/** As Java's `readLine` cuts them: the last one needs no end. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A line as key and value. @throws {KafkaException} it has no key separator, where keys are parsed and errors aren't ignored */
function recordOf(
  line: string,
  number: number,
  properties: Readonly<Record<string, string>>,
): { readonly key: string | null; readonly value: string } {
  if (properties['parse.key']?.toLowerCase() !== 'true') return { key: null, value: line };
  const separator = properties['key.separator'] ?? '\t';
  const at = line.indexOf(separator);
  if (at >= 0) return { key: line.slice(0, at), value: line.slice(at + separator.length) };
  if (properties['ignore.error']?.toLowerCase() === 'true') return { key: null, value: line };
  throw new KafkaException(`No key found on line ${number}: ${line}`);
}
