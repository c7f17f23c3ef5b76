import type { Cluster, ExecutorHandle, ExecutorLoss } from '../../engine/ports/Cluster.js';
import type { Environment } from '../../engine/ports/Environment.js';
import type { Host } from '../../engine/ports/Host.js';
import { Rank } from '../kernel/EventQueue.js';
import { HostDied, type Kernel, type Owner } from '../kernel/Kernel.js';
import { SimHost } from '../kernel/SimHost.js';
import type { SimNetwork } from '../net/SimNetwork.js';
import type { ClusterSettings } from './ClusterSettings.js';
import { SimExecutor } from './SimExecutor.js';
import { SimWorker } from './SimWorker.js';

/** Spark's text for an executor whose connection ended. */
const disassociated =
  'Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network issues. Check driver logs for WARN messages.';

/**
 * The machines of one driver: a worker for each, with one executor. A worker replaces an executor that died, under the next id, after a while; the
 * driver learns of a death at once, since its connection ends, and of silence by the absence of heartbeats. Without executors, as in local
 * mode, messages of the driver to itself arrive at once. Model: apache/spark 3.2.1 core/.../deploy/{master/Master,worker/Worker}.scala.
 */
export class SimCluster implements Cluster {
  private readonly workers: SimWorker[] = [];
  private readonly byId = new Map<string, SimExecutor>();
  private readonly byHost = new Map<Host, SimExecutor>();
  private readonly added: ((executor: ExecutorHandle) => void)[] = [];
  private readonly lost: ((executor: ExecutorHandle, loss: ExecutorLoss) => void)[] = [];
  /** Messages under way, by receiver and sender; they arrive in this order. */
  private readonly underWay = new Map<string, { readonly label: string; readonly deliver: () => void }[]>();
  private packets = 0;
  private cores = 1;

  /** @param environmentOf what code on an executor finds */
  constructor(
    private readonly kernel: Kernel,
    private readonly network: SimNetwork,
    private readonly driver: SimHost,
    private readonly operator: Owner,
    private readonly settings: ClusterSettings,
    private readonly environmentOf: (host: SimHost) => Environment,
  ) {
    driver.onEnd(() => this.end());
  }

  register(executors: number, cores: number): void {
    this.cores = cores;
    for (let number = 0; number < executors; number++) {
      const worker = new SimWorker(number);
      this.workers.push(worker);
      this.kernel.onBehalfOf(this.operator, () => {
        const executor = this.start(worker);
        executor.isRegistered = true;
        executor.warmAt = this.kernel.now;
      });
    }
  }

  executors(): readonly ExecutorHandle[] {
    return [...this.byId.values()].filter(({ isRegistered }) => isRegistered);
  }
  onExecutorAdded(listener: (executor: ExecutorHandle) => void): void {
    this.added.push(listener);
  }
  onExecutorLost(listener: (executor: ExecutorHandle, loss: ExecutorLoss) => void): void {
    this.lost.push(listener);
  }

  isReachable(handle: ExecutorHandle): boolean {
    const { host } = handle as SimExecutor;
    const from = this.kernel.running?.name;
    return host.alive && !(from !== undefined && from !== host.name && this.network.isCut(from, host.name));
  }

  kill(handle: ExecutorHandle): void {
    this.send(handle.host, `end executor ${handle.id}`, () =>
      this.die(handle as SimExecutor, { reason: 'Executor killed by driver.', causedByApp: false }),
    );
  }

  exit(handle: ExecutorHandle, _code: number): void {
    this.die(handle as SimExecutor, { reason: disassociated, causedByApp: true });
    throw new HostDied((handle as SimExecutor).host.name);
  }

  send(to: Host, label: string, deliver: () => void): void {
    const target = to as SimHost;
    const { kernel } = this;
    const from = kernel.running ?? this.driver;
    if (from === target || this.workers.length === 0) {
      kernel.schedule(kernel.now, target, label, deliver, Rank.delivery);
      return;
    }
    const way = `${from.name} ${target.name}`;
    const queue = this.underWay.get(way) ?? [];
    this.underWay.set(way, queue);
    queue.push({ label, deliver });
    this.network.send(target, from as SimHost, target.name, `message ${this.packets++}`, () => {
      const message = queue.shift();
      if (message !== undefined) this.arrive(target, message.label, message.deliver);
    });
  }

  /** An executor that the script names; undefined when there is none, or it is dead. */
  find(id: string): SimExecutor | undefined {
    const executor = this.byId.get(id);
    return executor?.host.alive ? executor : undefined;
  }

  findWorker(number: number): SimWorker | undefined {
    return this.workers[number];
  }

  /** The process ends at once, as by `kill -9`. */
  crash(executor: SimExecutor): void {
    this.die(executor, { reason: disassociated, causedByApp: true });
  }

  /** The machine is gone, and everything on it. */
  lose(worker: SimWorker): void {
    worker.isLost = true;
    if (worker.executor?.host.alive) this.crash(worker.executor);
  }

  /** A lost machine is there again, empty. */
  restart(worker: SimWorker): void {
    worker.isLost = false;
    this.replaceLater(worker);
  }

  /** From now on for `us` nothing on it moves. */
  pause(executor: SimExecutor, us: number): void {
    executor.host.pauseUntil(this.kernel.now + us);
    this.watchSilence(executor, () => executor.host.isPaused);
  }

  /** A link of this host was cut: heartbeats may no longer come through. */
  linkCut(name: string): void {
    for (const executor of this.byId.values()) {
      if (executor.host.name !== name || !executor.host.alive) continue;
      this.watchSilence(executor, () => this.network.isCut(executor.host.name, this.driver.name));
    }
  }

  private arrive(target: SimHost, label: string, deliver: () => void): void {
    const executor = this.byHost.get(target);
    if (executor === undefined) {
      deliver();
      return;
    }
    executor.warmAt ??= this.kernel.now + this.settings.warmUpMs * 1000;
    if (this.kernel.now >= executor.warmAt) deliver();
    else this.kernel.schedule(executor.warmAt, target, label, deliver, Rank.delivery);
  }

  private start(worker: SimWorker): SimExecutor {
    const { kernel } = this;
    const id = String(this.byId.size);
    const host = new SimHost(kernel, `executor-${id}`, 1);
    host.environment = this.environmentOf(host);
    const executor = new SimExecutor(id, worker, this.cores, this.settings.memory, host, kernel.now);
    this.byId.set(id, executor);
    this.byHost.set(host, executor);
    worker.executor = executor;
    kernel.emitOn(host.name, { type: 'host.started', incarnation: 1 });
    return executor;
  }

  /** @param loss what the driver will think of it */
  private die(executor: SimExecutor, loss: ExecutorLoss): void {
    const { kernel } = this;
    const { host, worker } = executor;
    if (!host.alive) return;
    kernel.onBehalfOf(this.operator, () => {
      kernel.setCause(kernel.emitOn(host.name, { type: 'host.crashed', incarnation: host.incarnation }));
      host.crash();
      this.tellLost(executor, loss);
      if (!worker.isLost) this.replaceLater(worker);
    });
  }

  private tellLost(executor: SimExecutor, loss: ExecutorLoss): void {
    if (!executor.isRegistered) return;
    this.network.send(this.driver, executor.host, this.driver.name, `end of executor ${executor.id}`, () =>
      this.giveUp(executor, loss),
    );
  }

  private giveUp(executor: SimExecutor, loss: ExecutorLoss): void {
    if (!executor.isRegistered) return;
    executor.isRegistered = false;
    for (const listener of this.lost) listener(executor, loss);
  }

  private replaceLater(worker: SimWorker): void {
    const { kernel } = this;
    kernel.schedule(
      kernel.now + this.settings.executorStartMs * 1000,
      this.driver,
      `${worker.name} starts an executor`,
      () => {
        if (worker.isLost || worker.executor?.host.alive) return;
        const executor = this.start(worker);
        executor.isRegistered = true;
        for (const listener of this.added) listener(executor);
      },
      Rank.timer,
    );
  }

  /** The driver gives an executor up when it has not heard of it for too long; it looks from time to time. */
  private watchSilence(executor: SimExecutor, isSilent: () => boolean): void {
    const { kernel, settings } = this;
    const heartbeat = settings.heartbeatMs * 1000;
    const check = settings.timeoutCheckMs * 1000;
    const lastSeen = kernel.now - ((kernel.now - executor.startedAt) % heartbeat);
    const at = Math.ceil((lastSeen + settings.timeoutMs * 1000 + 1) / check) * check;
    kernel.schedule(
      at,
      this.driver,
      'look for silent executors',
      () => {
        if (!executor.host.alive || !executor.isRegistered || !isSilent()) return;
        this.giveUp(executor, {
          reason: `Executor heartbeat timed out after ${(kernel.now - lastSeen) / 1000} ms`,
          causedByApp: true,
        });
        this.die(executor, { reason: 'Executor killed by driver.', causedByApp: false });
      },
      Rank.timer,
    );
  }

  /** The driver is gone: its executors end too. */
  private end(): void {
    for (const { host } of this.byId.values()) host.crash();
  }
}
