import { printTime } from '../script/Script.js';
import type { Fault, FaultParameter } from './FaultKind.js';
import { faultKind } from './vocabulary.js';

/** A parameter as a line writes it: `2s`, `4`. */
export const printValue = ({ unit }: FaultParameter, value: number): string => (unit === 'us' ? printTime(value) : String(value));

/**
 * The script lines of a fault: one, or two when what it struck comes back later. A fault that waits for an effect comes back the same time after
 * `atUs`, since nobody knows beforehand when the effect will be.
 * @throws {RangeError} a value outside its parameter's range, or a parameter that its kind has not
 */
export function faultLines({ kind: id, target, atUs, values, effect }: Fault): string[] {
  const kind = faultKind(id);
  for (const name of Object.keys(values)) {
    if (!kind.parameters.some((parameter) => parameter.name === name)) throw new RangeError(`The fault ${id} has no "${name}".`);
  }
  const chosen = (name: string): number => {
    const parameter = kind.parameters.find((each) => each.name === name) as FaultParameter;
    const value = values[name] ?? parameter.usual;
    if (!(value >= parameter.min && value <= parameter.max)) {
      const range = `${printValue(parameter, parameter.min)} to ${printValue(parameter, parameter.max)}`;
      throw new RangeError(`The fault ${id} takes ${name} from ${range}, not ${printValue(parameter, value)}.`);
    }
    return value;
  };
  const written = (name: string): string =>
    printValue(kind.parameters.find((each) => each.name === name) as FaultParameter, chosen(name));
  const when = effect === undefined ? '' : ` ${effect.when}=${effect.type}${effect.nth === 1 ? '' : ` nth=${effect.nth}`}`;
  const lines = [`@${printTime(atUs)} ${target} ${kind.verb(written)}${when}`];
  if (kind.followUp !== undefined)
    lines.push(`@${printTime(atUs + chosen(kind.followUp.afterParameter))} ${target} ${kind.followUp.verb}`);
  return lines;
}

/** A script with the lines of `faults` behind its own. */
export const withFaults = (script: string, faults: readonly Fault[]): string =>
  [script.replace(/\n+$/, ''), ...faults.flatMap(faultLines), ''].join('\n').replace(/^\n+/, '');
