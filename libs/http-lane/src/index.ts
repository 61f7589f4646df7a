export { type CLibrary, loadCLibrary } from './c-library.js';
export { LaneOutlet } from './lane-outlet.js';
export { LaneServer, type PlainService } from './lane-server.js';
export { Outlet, ResponseOutlet, type WhenWritten } from './outlet.js';
export type { PlainAnswer } from './plain-answer.js';
export { readPlainGet } from './plain-get.js';
export { bindSending, type SendingCalls } from './sending-calls.js';
