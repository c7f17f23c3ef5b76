import type { Recording } from '../Recording.js';
import { type BranchChange, changedTexts, changeText } from './BranchChange.js';
import type { RunTexts } from './RunTexts.js';

/** One run of a tree: what it is made from, where it came from, and its recording once it has run. */
export interface Branch {
  /** Numbered as they were made, from 0; never used again. */
  readonly id: number;
  readonly name: string;
  /** Undefined for the first. */
  readonly parent: number | undefined;
  readonly change: BranchChange | undefined;
  /** Event of the parent's run at which the branch was made; 0 for the first. */
  readonly fromSeq: number;
  readonly texts: RunTexts;
  readonly recording: Recording | undefined;
}

/** A branch and how deep it is in its tree, the first at 0. */
export interface BranchRow {
  readonly branch: Branch;
  readonly depth: number;
  /** No other branch of the same parent comes after it. */
  readonly isLast: boolean;
}

/**
 * A tree of runs. Going back and doing something else makes a branch; the run that was left stays and can be compared. Trees never change: every
 * operation gives a new one, and the branches that it does not touch are the same objects.
 */
export class BranchTree {
  private constructor(
    private readonly branches: readonly Branch[],
    private readonly nextId: number,
  ) {}

  /** A tree of one run. */
  static of(texts: RunTexts, recording?: Recording, name = 'main'): BranchTree {
    return new BranchTree([{ id: 0, name, parent: undefined, change: undefined, fromSeq: 0, texts, recording }], 1);
  }

  get root(): Branch {
    return this.branches[0] as Branch;
  }

  /** All branches, as they were made. */
  get all(): readonly Branch[] {
    return this.branches;
  }

  /** @throws {RangeError} when there is none */
  get(id: number): Branch {
    const branch = this.branches.find((each) => each.id === id);
    if (branch === undefined) throw new RangeError(`There is no branch ${id}.`);
    return branch;
  }

  /** The branch called so. */
  named(name: string): Branch | undefined {
    return this.branches.find((each) => each.name === name);
  }

  children(id: number): readonly Branch[] {
    return this.branches.filter(({ parent }) => parent === id);
  }

  /**
   * A branch of `parent`, which has no recording yet. Its name is the change in a few words unless given; a name that is taken gets a number.
   * @throws {ScriptError | RangeError} a change that cannot be made
   */
  derive(
    parent: number,
    change: BranchChange,
    options: { readonly name?: string; readonly fromSeq?: number } = {},
  ): { readonly tree: BranchTree; readonly branch: Branch } {
    const { texts } = this.get(parent);
    const branch: Branch = {
      id: this.nextId,
      name: this.freeName(options.name ?? changeText(change)),
      parent,
      change,
      fromSeq: options.fromSeq ?? 0,
      texts: changedTexts(texts, change),
      recording: undefined,
    };
    return { tree: new BranchTree([...this.branches, branch], this.nextId + 1), branch };
  }

  /** With the run of a branch. */
  withRecording(id: number, recording: Recording): BranchTree {
    return this.replaced({ ...this.get(id), recording });
  }

  /** @throws {RangeError} an empty name, or one that another branch has */
  renamed(id: number, name: string): BranchTree {
    const branch = this.get(id);
    const wanted = name.trim();
    if (wanted === '') throw new RangeError('A branch needs a name.');
    if (wanted === branch.name) return this;
    if (this.named(wanted) !== undefined) throw new RangeError(`There is a branch "${wanted}" already.`);
    return this.replaced({ ...branch, name: wanted });
  }

  /** Without a branch and all that came from it. @throws {RangeError} for the first branch */
  without(id: number): BranchTree {
    if (this.get(id).parent === undefined) throw new RangeError('The first run stays.');
    const gone = new Set([id]);
    // Children are made after their parents, so one pass finds them all.
    for (const each of this.branches) if (each.parent !== undefined && gone.has(each.parent)) gone.add(each.id);
    return new BranchTree(
      this.branches.filter((each) => !gone.has(each.id)),
      this.nextId,
    );
  }

  /** From the first run down to a branch. */
  path(id: number): readonly Branch[] {
    const branch = this.get(id);
    return branch.parent === undefined ? [branch] : [...this.path(branch.parent), branch];
  }

  /** As a tree is drawn: each branch below its parent, children in the order in which they were made. */
  rows(): readonly BranchRow[] {
    const rows: BranchRow[] = [];
    const add = (branch: Branch, depth: number, isLast: boolean): void => {
      rows.push({ branch, depth, isLast });
      const children = this.children(branch.id);
      for (const [i, child] of children.entries()) add(child, depth + 1, i === children.length - 1);
    };
    add(this.root, 0, true);
    return rows;
  }

  private replaced(branch: Branch): BranchTree {
    return new BranchTree(
      this.branches.map((each) => (each.id === branch.id ? branch : each)),
      this.nextId,
    );
  }

  private freeName(name: string): string {
    if (this.named(name) === undefined) return name;
    for (let n = 2; ; n++) if (this.named(`${name} (${n})`) === undefined) return `${name} (${n})`;
  }
}
