export { LineReader } from './LineReader.js';
export { Receiver } from './Receiver.js';
export { PluggableInputDStream, ReceiverInputDStream, SocketInputDStream } from './ReceiverInputDStream.js';
export { ReceiverTracker } from './ReceiverTracker.js';
export { type SocketConverter, SocketReceiver } from './SocketReceiver.js';
