/**
 * What a line does to a machine of the cluster, or to the driver. Times in virtual microseconds; without `forUs` it lasts to the end of the run.
 */
export type HostCommand =
  | { readonly actor: 'executor'; readonly id: string; readonly verb: 'crash' }
  | { readonly actor: 'executor'; readonly id: string; readonly verb: 'disk-full' | 'memory-full'; readonly forUs?: number }
  | { readonly actor: 'worker'; readonly number: number; readonly verb: 'crash' | 'restart' }
  | { readonly actor: 'driver'; readonly verb: 'crash' | 'restart' }
  /** Nothing moves there for a while, as in a long garbage collection. */
  | { readonly actor: 'driver' | 'executor'; readonly id?: string; readonly verb: 'pause'; readonly forUs: number }
  /** Work takes `factor` times as long. */
  | {
      readonly actor: 'driver' | 'executor';
      readonly id?: string;
      readonly verb: 'slow';
      readonly factor: number;
      readonly forUs?: number;
    };

/** Whom a host command is about, as a line names it: `executor 1`. */
export const hostNamed = (command: HostCommand): string =>
  command.actor === 'worker' ? `worker ${command.number}` : command.actor === 'driver' ? 'driver' : `executor ${command.id}`;
