import { JavaError } from '../../../../engine/errors.js';

class ParseException extends JavaError {
  constructor(message: string) {
    super('java.text.ParseException', message);
  }
}

/**
 * `YYYY-MM-DDTHH:mm:SS.sss`, with or without a zone (without: UTC), in ms since the epoch. Model: kafka 2.8.0 common/utils/Utils.java `getDateTime`.
 * @throws java.text.ParseException
 */
export function parseDateTime(text: string): number {
  const [date = '', time] = text.split('T');
  if (time === undefined)
    throw new ParseException("Error parsing timestamp. It does not contain a 'T' according to ISO8601 format");
  const match = /^(\d{2}):(\d{2}):(\d{2})\.(\d{1,3})(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/.exec(time);
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null || day === null) throw new ParseException(`Unparseable date: "${text}"`);
  const [year, month, dayOfMonth] = day.slice(1).map(Number) as [number, number, number];
  const [hours, minutes, seconds, millis] = match.slice(1, 5).map(Number) as [number, number, number, number];
  const days = daysSinceEpoch(year, month, dayOfMonth);
  return days * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + millis - zoneOffsetMs(match[5]);
}

/** `PnDTnHnMnS` in ms. Model: openjdk 17 java.base/java/time/Duration.java `parse`. @throws java.time.format.DateTimeParseException */
export function parseDuration(text: string): number {
  const match = /^([+-])?P(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+(?:\.\d{0,9})?)S)?)?$/i.exec(text);
  if (match === null || match.slice(2).every((part) => part === undefined))
    throw new JavaError('java.time.format.DateTimeParseException', 'Text cannot be parsed to a Duration');
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part ?? 0));
  const ms = Math.floor(((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000);
  return match[1] === '-' ? -ms : ms;
}

function zoneOffsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (match === null) return 0;
  const ms = Number(match[2]) * 3_600_000 + Number(match[3] ?? 0) * 60_000;
  return match[1] === '-' ? -ms : ms;
}

/** Of the Gregorian calendar; the world has no `Date`. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}
