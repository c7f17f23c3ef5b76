import { defineConfig } from 'vitest/config';

// The learner's folder is graded only when it is asked for (`vitest --project exercises`): it is no part of the tests of batchwise itself.
const exercises = {
  extends: true as const,
  test: { name: 'exercises', include: ['test/exercises/*.exercises.ts'], testTimeout: 300_000 },
};
const wantsExercises = process.argv.some((word) => /^(--project=)?exercises$/.test(word));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^batchwise$/, replacement: new URL('./src/engine/index.ts', import.meta.url).pathname },
      { find: /^batchwise\/grading$/, replacement: new URL('./src/classroom/grading/index.ts', import.meta.url).pathname },
    ],
  },
  test: wantsExercises ? { projects: [exercises] } : { include: ['test/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
