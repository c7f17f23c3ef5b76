import type { RunEvent } from '../recording/index.js';
import type { Condition } from './Lesson.js';

/** Whether the fields of an event are as a lesson describes them. */
export function fits(event: RunEvent, where: Readonly<Record<string, Condition>>): boolean {
  return Object.entries(where).every(([field, condition]) => {
    const value = (event as unknown as Record<string, unknown>)[field];
    if (typeof condition !== 'object') return value === condition;
    const { gt, gte, lt, ne } = condition;
    if (ne !== undefined && value === ne) return false;
    if (gt === undefined && gte === undefined && lt === undefined) return true;
    if (typeof value !== 'number') return false;
    return (gt === undefined || value > gt) && (gte === undefined || value >= gte) && (lt === undefined || value < lt);
  });
}
