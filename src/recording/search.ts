/** How many leading entries of `list`, ordered by `seq`, begin at or before `seq`. */
export function countUpTo<T extends { readonly seq: number }>(list: readonly T[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last entry that begins at or before `seq`. */
export function lastUpTo<T extends { readonly seq: number }>(list: readonly T[], seq: number): T | undefined {
  return list[countUpTo(list, seq) - 1];
}
