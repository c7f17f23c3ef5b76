import type { WorldEventInput } from '../events.js';
import { Rank } from '../kernel/EventQueue.js';
import type { Kernel, Owner } from '../kernel/Kernel.js';
import type { SimHost } from '../kernel/SimHost.js';
import { type HostCommand, hostNamed } from '../script/HostCommand.js';
import type { SimCluster } from './SimCluster.js';
import type { SimExecutor } from './SimExecutor.js';

/** What a command may be about, at the moment at which it strikes. */
export interface Machines {
  readonly kernel: Kernel;
  /** Who the script's lines belong to. */
  readonly operator: Owner;
  readonly driver: SimHost | undefined;
  readonly cluster: SimCluster | undefined;
}

/**
 * Does to a machine what a line of the script asks for. What cannot be done is not an error, as in reality: nothing happens.
 * @param command crash and restart of the driver are the world's own
 * @returns why nothing happened; undefined when it did
 */
export function performHostCommand(command: HostCommand, machines: Machines): string | undefined {
  const { driver, cluster } = machines;
  if (command.actor === 'worker') {
    const worker = cluster?.findWorker(command.number);
    if (cluster === undefined || worker === undefined) return `there is no worker ${command.number}`;
    if (command.verb === 'crash') {
      if (worker.isLost) return `worker ${command.number} is gone already`;
      cluster.lose(worker);
    } else {
      if (!worker.isLost) return `worker ${command.number} is running`;
      cluster.restart(worker);
    }
    return undefined;
  }
  if (command.actor === 'driver') {
    if (driver === undefined || !driver.alive) return 'the driver is not running';
    if (command.verb === 'pause') pause(driver, command.forUs, machines);
    else if (command.verb === 'slow') slow(driver, command.factor, command.forUs, machines);
    return undefined;
  }
  const executor = cluster?.find(command.id ?? '');
  if (cluster === undefined || executor === undefined) return `${hostNamed(command)} is not running`;
  switch (command.verb) {
    case 'crash':
      cluster.crash(executor);
      return undefined;
    case 'pause':
      pause(executor.host, command.forUs, machines);
      cluster.pause(executor, command.forUs);
      return undefined;
    case 'slow':
      slow(executor.host, command.factor, command.forUs, machines);
      return undefined;
    default:
      fill(executor, command.verb, command.forUs, machines);
      return undefined;
  }
}

/** Nothing moves on a host for `us` microseconds. */
export function pause(host: SimHost, us: number, { kernel, operator }: Pick<Machines, 'kernel' | 'operator'>): void {
  kernel.emitOn(host.name, { type: 'host.paused', forMs: us / 1000 });
  host.pauseUntil(kernel.now + us);
  later(host, us, { type: 'host.resumed' }, { kernel, operator });
}

function slow(host: SimHost, factor: number, us: number | undefined, { kernel, operator }: Machines): void {
  kernel.emitOn(host.name, { type: 'host.slowed', factor, ...lasting(us) });
  host.slowness = factor;
  if (us !== undefined) later(host, us, { type: 'host.resumed' }, { kernel, operator }, () => (host.slowness = 1));
}

function fill(
  executor: SimExecutor,
  verb: 'disk-full' | 'memory-full',
  us: number | undefined,
  { kernel, operator }: Machines,
): void {
  const set = (full: boolean): void => {
    if (verb === 'disk-full') executor.isDiskFull = full;
    else executor.isMemoryFull = full;
  };
  const what = verb === 'disk-full' ? 'disk' : 'memory';
  kernel.emitOn(executor.host.name, { type: 'space.ended', what, ...lasting(us) });
  set(true);
  if (us !== undefined) later(executor.host, us, { type: 'space.freed', what }, { kernel, operator }, () => set(false));
}

/** After `us`, unless the host has died by then. */
function later(
  host: SimHost,
  us: number,
  event: WorldEventInput,
  { kernel, operator }: Pick<Machines, 'kernel' | 'operator'>,
  body: () => void = () => {},
): void {
  const end = (): void => {
    if (!host.alive || host.isPaused) return;
    body();
    kernel.emitOn(host.name, event);
  };
  kernel.schedule(kernel.now + us, operator, `${host.name} is well again`, end, Rank.script);
}

const lasting = (us: number | undefined): { readonly forMs?: number } => (us === undefined ? {} : { forMs: us / 1000 });
