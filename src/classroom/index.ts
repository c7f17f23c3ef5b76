export type { Lesson, StopSpec } from './Lesson.js';
export { LessonError, readLesson, readLessons } from './LessonPack.js';
export { type LoadedProgram, loadProgram } from './program/loadProgram.js';
export { lineOf, ProgramError } from './program/ProgramError.js';
export { findStops } from './stops.js';
