/** The rest of P5: the same stream on Effect's test clock, which costs a fiber step per record, so it gets a tenth of the time. */
import { Effect, Fiber, Schedule, Stream } from 'effect';
import { TestClock } from 'effect/testing';
import { lines } from './data.js';

interface Params {
  readonly seconds: number;
  readonly perSecond: number;
  readonly wordsPerLine: number;
}

export const variants = {
  effect: ({ seconds, perSecond, wordsPerLine }: Params) => {
    const all = lines(seconds * perSecond * wordsPerLine, 1000, wordsPerLine);
    return async () => {
      let words = 0;
      const counted = Stream.fromIterable(all).pipe(
        Stream.rechunk(1),
        Stream.schedule(Schedule.spaced(1000 / perSecond)),
        Stream.groupedWithin(1_000_000_000, '1 second'),
        Stream.runForEach((batch) =>
          Effect.sync(() => {
            const counts = new Map<string, number>();
            for (const line of batch) for (const word of line.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
            for (const n of counts.values()) words += n;
          }),
        ),
      );
      const program = Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(counted);
        for (let second = 0; second <= seconds + 1; second++) yield* TestClock.adjust('1 second');
        yield* Fiber.interrupt(fiber);
      });
      await Effect.runPromise(Effect.provide(program, TestClock.layer()));
      return words > 0;
    };
  },
};
