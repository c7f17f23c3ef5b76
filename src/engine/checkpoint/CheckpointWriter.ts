import type { Environment } from '../ports/Environment.js';
import type { Process } from '../ports/Process.js';
import { Mailbox } from '../process/Mailbox.js';
import type { Time } from '../time/index.js';
import { type Checkpoint, checkpointFiles } from './Checkpoint.js';

/** How many files are kept, backups included. */
const kept = 10;

interface Order {
  readonly checkpoint: Checkpoint;
  readonly written: () => void;
}

/**
 * Writes checkpoints one after the other, beside the batches. A file is named after the newest time that was asked for, since what is written is newer than
 * that (SS-903, SS-904). Model: apache/spark 3.2.1 streaming/.../Checkpoint.scala (CheckpointWriter).
 */
export class CheckpointWriter {
  private readonly orders = new Mailbox<Order>('the next checkpoint to write');
  private latest: Time | undefined;

  constructor(private readonly environment: Environment) {
    environment.driver.spawn('checkpoint writer', this.loop());
  }

  /** @param written called on the driver when the file is there */
  write(checkpoint: Checkpoint, written: () => void): void {
    this.orders.put({ checkpoint, written });
  }

  private *loop(): Process<void> {
    for (;;) {
      const { checkpoint, written } = yield* this.orders.take();
      yield* this.writeFile(checkpoint);
      written();
    }
  }

  private *writeFile(checkpoint: Checkpoint): Process<void> {
    const { storage, trace, console } = this.environment;
    if (this.latest === undefined || this.latest.less(checkpoint.time)) this.latest = checkpoint.time;
    const { directory } = checkpoint;
    const file = `${directory}/checkpoint-${this.latest.millis}`;
    console.log('INFO', 'CheckpointWriter', `Saving checkpoint for time ${checkpoint.time} to file '${file}'`);
    yield* storage.write(`${directory}/temp`, checkpoint);
    if (storage.exists(file)) {
      if (storage.exists(`${file}.bk`)) storage.remove(`${file}.bk`);
      storage.rename(file, `${file}.bk`);
    }
    storage.rename(`${directory}/temp`, file);
    for (const { path } of checkpointFiles(this.environment, directory).slice(kept)) storage.remove(path);
    trace.emit({
      type: 'checkpoint.written',
      batchTime: checkpoint.time.millis,
      file,
      pending: checkpoint.pendingTimes.map((time) => time.millis),
    });
  }
}
