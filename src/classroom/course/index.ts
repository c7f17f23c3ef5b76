/** Grading a class: submissions in, results for programs and a report for the instructor out (lesson-format.md, section 13). */
export { classCsv, junitXml, resultsJson } from './courseFiles.js';
export { courseReport } from './courseReport.js';
export { finalSeeds } from './finalSeeds.js';
export { type CourseResult, gradeCourse, type HardestCase } from './gradeCourse.js';
export { type MisconceptionRow, misconceptions, type PredictPayload } from './misconceptions.js';
export type { Graded, Submission } from './Submission.js';
