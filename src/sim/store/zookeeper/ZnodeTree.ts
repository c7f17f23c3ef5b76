import { Refusal } from '../StoreServer.js';

interface Node {
  data: string;
  version: number;
  /** The session that it goes with; undefined: it stays. */
  readonly owner: number | undefined;
  /** How many sequential children it has had. */
  sequence: number;
}

/** The znodes by path. Errors are KeeperException's. Model: zookeeper 3.5 server/DataTree.java, KeeperException.java. */
export class ZnodeTree {
  private readonly nodes = new Map<string, Node>([['/', { data: '', version: 0, owner: undefined, sequence: 0 }]]);

  create(path: string, data: string, owner: number | undefined, isSequential: boolean): string {
    const parent = this.parentOf(path);
    if (parent.owner !== undefined) throw refusal('NoChildrenForEphemerals', path);
    const full = isSequential ? path + String(parent.sequence++).padStart(10, '0') : path;
    if (this.nodes.has(full)) throw refusal('NodeExists', full);
    this.nodes.set(full, { data, version: 0, owner, sequence: 0 });
    return full;
  }

  get(path: string): { readonly data: string; readonly version: number } {
    const { data, version } = this.node(path);
    return { data, version };
  }

  has(path: string): boolean {
    return this.nodes.has(path);
  }

  children(path: string): string[] {
    this.node(path);
    const prefix = path === '/' ? '/' : `${path}/`;
    const names = [...this.nodes.keys()]
      .filter((each) => each !== '/' && each.startsWith(prefix) && !each.includes('/', prefix.length))
      .map((each) => each.slice(prefix.length));
    return names.sort();
  }

  set(path: string, data: string, version: number): number {
    const node = this.node(path);
    if (version !== -1 && version !== node.version) throw refusal('BadVersion', path);
    node.data = data;
    return ++node.version;
  }

  delete(path: string, version: number): void {
    const node = this.node(path);
    if (version !== -1 && version !== node.version) throw refusal('BadVersion', path);
    if (this.children(path).length > 0) throw refusal('NotEmpty', path);
    this.nodes.delete(path);
  }

  /** @returns the ephemeral znodes of the session, which are gone now */
  deleteOwnedBy(session: number): string[] {
    const owned = [...this.nodes].filter(([, { owner }]) => owner === session).map(([path]) => path);
    for (const path of owned) this.nodes.delete(path);
    return owned;
  }

  private node(path: string): Node {
    const node = this.nodes.get(path);
    if (node === undefined) throw refusal('NoNode', path);
    return node;
  }

  private parentOf(path: string): Node {
    if (!/^(\/[^/]+)+$/.test(path)) throw new Refusal('BadArguments', `Path must start with / and have no empty part: ${path}`);
    const slash = path.lastIndexOf('/');
    const parent = this.nodes.get(slash === 0 ? '/' : path.slice(0, slash));
    if (parent === undefined) throw refusal('NoNode', path);
    return parent;
  }
}

const refusal = (kind: string, path: string): Refusal => new Refusal(kind, `KeeperErrorCode = ${kind} for ${path}`);
