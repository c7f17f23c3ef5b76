import { describe, expect, test } from 'vitest';
import { folders, sessionOf } from '../tui/sessions.js';

describe.each(folders)('lesson %s', (folder) => {
  const { lesson, session, missing, error } = sessionOf(folder);
  const printed = (): string => {
    let text = '';
    for (const event of session.recording) if (event.type === 'console.line') text += `${event.text}\n`;
    return text;
  };

  test('its program runs to the end of the lesson', () => {
    expect(error).toBeUndefined();
    expect(printed()).not.toBe('');
  });

  test('every stop is reached, in the order of the lesson', () => {
    expect(missing).toEqual([]);
    expect(session.stops.map(({ id }) => id)).toEqual(lesson.stops.map(({ id }) => id));
  });

  test('every section of the text is said at a stop or asks a question', () => {
    const asked = lesson.questions.map(({ title }) => title);
    const said = lesson.stops.map(({ say }) => say);
    for (const [id, { title }] of lesson.sections) expect(said.includes(id) || asked.includes(title), id).toBe(true);
  });

  test('the same run again is the same bytes', () => {
    expect(sessionOf(folder).session.recording.digest).toBe(session.recording.digest);
  });
});

const recorded = folders.filter((folder) => sessionOf(folder).lesson.sparkOutput !== undefined);
test.each(recorded)('lesson %s prints what real Spark printed, to the byte', (folder) => {
  const { lesson, session } = sessionOf(folder);
  let text = '';
  for (const event of session.recording) if (event.type === 'console.line') text += `${event.text}\n`;
  expect(text).toBe(lesson.sparkOutput);
});

test('late batches: the scheduling delay grows by half a second a batch', () => {
  const { session } = sessionOf('07-slow-batches');
  const delays: number[] = [];
  for (const event of session.recording) if (event.type === 'batch.started') delays.push(event.schedulingDelayMs);
  expect(delays.slice(0, 4)).toEqual([0, 500, 1000, 1500]);
});
