import { Agent, type AgentOptions } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { Socket } from 'node:net';

const READ_BYTES = 64 * 1024;

/**
 * Connections that read into one buffer each. Node makes a new one for each read, as large as what it brings: a body of 1 GiB
 * is 1 GiB of garbage, of which V8 lets some 60 MiB gather. Node's HTTP parser copies what it hands on of a body, for its
 * server reads into one buffer as well.
 */
export function readingAgents(options: AgentOptions): { httpAgent: Agent; httpsAgent: TlsAgent } {
  const httpAgent = new Agent(options);
  const httpsAgent = new TlsAgent(options);
  for (const agent of [httpAgent, httpsAgent]) readIntoOneBuffer(agent);
  return { httpAgent, httpsAgent };
}

function readIntoOneBuffer(agent: Agent): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const hear = (length: number) => socket.emit('data', buffer.subarray(0, length));
    const socket = connect(
      { ...options, onread: { buffer, callback: hear } } as typeof options,
      callback,
    ) as Socket;
    return socket;
  };
}
