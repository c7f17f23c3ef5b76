import type { Clock } from '../../../engine/ports/Clock.js';
import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { ApiName, RequestOf, ResponseOf } from '../protocol/api.js';
import { addressOf, type ClientMetadata } from './ClientMetadata.js';
import type { Address, NetworkClient } from './NetworkClient.js';

/** Requests of a client as processes that wait for the answer; undefined: the connection ended before it came. */
export class ClientRequests {
  private readonly coordinators = new Map<string, Address>();

  constructor(
    readonly client: NetworkClient,
    readonly metadata: ClientMetadata,
    private readonly clock: Clock,
    private readonly retryBackoffMs: number,
  ) {}

  *to<K extends ApiName>(address: Address, api: K, body: RequestOf<K>, channel = ''): Process<ResponseOf<K> | undefined> {
    return yield* awaiting<ResponseOf<K> | undefined>({
      reason: `answer of ${address} to ${api}`,
      begin: (resume) => {
        this.client.send(address, api, body, resume, undefined, channel);
        return () => {};
      },
    });
  }

  /** Asks whichever broker is there. */
  *any<K extends ApiName>(api: K, body: RequestOf<K>): Process<ResponseOf<K> | undefined> {
    const address = this.metadata.anyAddress();
    return address === undefined ? undefined : yield* this.to(address, api, body);
  }

  /** Asks the coordinator of a group or a transactional id, once it is known. @returns undefined too when `end` has come */
  *coordinator<K extends ApiName>(
    kind: 'group' | 'transaction',
    key: string,
    api: K,
    body: RequestOf<K>,
    end: number,
  ): Process<ResponseOf<K> | undefined> {
    const address = yield* this.findCoordinator(kind, key, end);
    if (address === undefined) return undefined;
    const response = yield* this.to(address, api, body, ' coordinator');
    if (response === undefined) this.forgetCoordinator(kind, key);
    return response;
  }

  /** Looks for the coordinator until `end`, in ms. */
  *findCoordinator(kind: 'group' | 'transaction', key: string, end: number): Process<Address | undefined> {
    for (;;) {
      const known = this.coordinators.get(`${kind} ${key}`);
      if (known !== undefined) return known;
      const response = yield* this.any('findCoordinator', { kind, key });
      if (response?.error === 'NONE' && response.node !== undefined) {
        this.coordinators.set(`${kind} ${key}`, addressOf(response.node));
        continue;
      }
      if (this.clock.now() >= end) return undefined;
      if (response === undefined) this.metadata.requestUpdate();
      yield* awaiting(this.clock.sleep(this.retryBackoffMs));
    }
  }

  knownCoordinator(kind: 'group' | 'transaction', key: string): Address | undefined {
    return this.coordinators.get(`${kind} ${key}`);
  }

  forgetCoordinator(kind: 'group' | 'transaction', key: string): void {
    this.coordinators.delete(`${kind} ${key}`);
  }
}
