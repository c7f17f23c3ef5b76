/** A lesson that cannot be read: which file, where, and what was expected. */
export class LessonError extends Error {
  readonly code = 'LESSON';
  constructor(file: string, message: string) {
    super(`${file}: ${message}`);
    this.name = 'LessonError';
  }
}
