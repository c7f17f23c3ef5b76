import { parseScript } from '../../sim/script/parseScript.js';
import { runInWorker } from '../runInWorker.js';
import { lessons } from '../target.js';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Checks what batchwise needs and says what to do where something is missing. @returns the exit code */
export async function doctor(worker: URL): Promise<number> {
  const findings = [node(), lessonPack(), await program(worker), terminal(), size(), colours()];
  for (const { what, ok, detail, fix } of findings) {
    process.stdout.write(`${ok ? 'ok  ' : 'FIX '} ${what.padEnd(10)} ${detail}\n`);
    if (!ok && fix !== undefined) process.stdout.write(`                ${fix}\n`);
  }
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { what: 'Node.js', ok, detail: process.versions.node, fix: 'Install Node.js 20.19 or newer.' };
}

function lessonPack(): Finding {
  try {
    return { what: 'lessons', ok: true, detail: `${lessons().length} lessons can be read` };
  } catch (error) {
    return { what: 'lessons', ok: false, detail: (error as Error).message, fix: 'Install batchwise again.' };
  }
}

async function program(worker: URL): Promise<Finding> {
  const result = await runInWorker(worker, {
    program: "export default function main() { console.log('ready'); }",
    programName: 'doctor.ts',
    script: parseScript(''),
    seed: '0',
    settings: {},
    trace: 'events',
  });
  const ok = result.problem === undefined;
  return {
    what: 'programs',
    ok,
    detail: ok ? 'a program runs in a thread of its own' : (result.problem?.message ?? ''),
    fix: 'Run `npm run build`.',
  };
}

function terminal(): Finding {
  const ok = process.stdout.isTTY === true && process.stdin.isTTY === true;
  const detail = ok ? (process.env.TERM ?? 'a terminal') : 'none here: lessons are printed as plain lines';
  return { what: 'terminal', ok: true, detail };
}

function size(): Finding {
  const { columns, rows } = process.stdout;
  if (columns === undefined) return { what: 'size', ok: true, detail: 'no terminal' };
  const ok = columns >= 80 && rows >= 24;
  return { what: 'size', ok, detail: `${columns}x${rows}`, fix: 'Make the window at least 80 columns wide and 24 rows high.' };
}

function colours(): Finding {
  const off = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '';
  return { what: 'colours', ok: true, detail: off ? 'off (NO_COLOR)' : 'on' };
}
