/** Whole numbers, one after the other, 4 bytes each. */
export class NumberColumn {
  private numbers = new Int32Array(16);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.numbers.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count++] = value;
  }

  /** A copy, cut to size. @param more entries of 0 behind the last */
  toArray(more = 0): Int32Array {
    const copy = new Int32Array(this.count + more);
    copy.set(this.numbers.subarray(0, this.count));
    return copy;
  }
}
