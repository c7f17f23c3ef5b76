import type { Fault } from './FaultKind.js';
import { faultKind } from './vocabulary.js';

/** Forms of a fault that are easier to read, the easiest first: whole seconds, usual values, fewer digits. */
export function simplerFaults(fault: Fault): readonly Fault[] {
  const { parameters } = faultKind(fault.kind);
  const usual = Object.fromEntries(parameters.map(({ name, usual }) => [name, usual]));
  const times = [1_000_000, 500_000, 100_000].map((grain) => Math.floor(fault.atUs / grain) * grain);
  const forms: Fault[] = [];
  for (const atUs of times) forms.push({ ...fault, atUs, values: usual });
  for (const atUs of times) forms.push({ ...fault, atUs });
  forms.push({ ...fault, values: usual });
  const own = JSON.stringify(fault);
  return forms.filter((form) => JSON.stringify(form) !== own);
}
