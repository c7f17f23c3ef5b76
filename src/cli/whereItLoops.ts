import { Session } from 'node:inspector';

type Message =
  | { readonly method: 'Debugger.scriptParsed'; readonly params: { readonly scriptId: string; readonly url: string } }
  | { readonly method: 'Debugger.paused'; readonly params: { readonly callFrames: readonly CallFrame[] } }
  | { readonly method: undefined };

interface CallFrame {
  readonly location: { readonly scriptId: string; readonly lineNumber: number };
}

/** Pauses a thread that does not answer and looks at its stack. @returns the line of `program` at which it is, from 1, where it can be found */
export function whereItLoops(threadId: number, program: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const session = new Session();
    const done = (line: number | undefined): void => {
      clearTimeout(timer);
      session.disconnect();
      resolve(line);
    };
    const timer = setTimeout(() => done(undefined), 1500);
    session.connect();
    let id = 0;
    const ask = (sessionId: string, method: string): void =>
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id: ++id, method }) });
    session.on('NodeWorker.attachedToWorker', ({ params }) => {
      if (!params.workerInfo.title.includes(String(threadId)) && params.workerInfo.workerId !== String(threadId)) return;
      ask(params.sessionId, 'Debugger.enable');
      ask(params.sessionId, 'Debugger.pause');
    });
    const scripts = new Map<string, string>();
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const message = JSON.parse(params.message) as Message;
      if (message.method === 'Debugger.scriptParsed') scripts.set(message.params.scriptId, message.params.url);
      if (message.method !== 'Debugger.paused') return;
      const frame = message.params.callFrames.find(({ location }) => scripts.get(location.scriptId)?.endsWith(program));
      // A thread that stays paused cannot be ended.
      ask(params.sessionId, 'Debugger.resume');
      setTimeout(() => done(frame === undefined ? undefined : frame.location.lineNumber + 1), 50);
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, (error) => {
      if (error !== null) done(undefined);
    });
  });
}
