import { Session } from 'node:inspector';

interface CallFrame {
  readonly url: string;
  readonly location: { readonly lineNumber: number };
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
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const message = JSON.parse(params.message) as { method?: string; params?: { callFrames?: CallFrame[] } };
      if (message.method !== 'Debugger.paused') return;
      const frame = message.params?.callFrames?.find(({ url }) => url.endsWith(program));
      done(frame === undefined ? undefined : frame.location.lineNumber + 1);
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, (error) => {
      if (error !== null) done(undefined);
    });
  });
}
