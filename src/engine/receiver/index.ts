export { Receiver } from './Receiver.js';
export { PluggableInputDStream, ReceiverInputDStream, SocketInputDStream } from './ReceiverInputDStream.js';
export { ReceiverTracker } from './ReceiverTracker.js';
export { SocketReceiver } from './SocketReceiver.js';
