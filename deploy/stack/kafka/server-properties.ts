export interface BrokerOptions {
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  /** More of them, or other ones. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

/** One node that is broker and controller (KRaft). Topics are made by a command, never by being asked for. */
export function serverProperties({
  folder,
  port,
  controllerPort,
  properties: others,
}: BrokerOptions): string {
  const broker = `CLIENTS://127.0.0.1:${String(port)}`;
  const controller = `127.0.0.1:${String(controllerPort)}`;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${controller}`,
    listeners: `${broker},CONTROLLER://${controller}`,
    'advertised.listeners': broker,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENTS',
    'listener.security.protocol.map': 'CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': folder,
    'auto.create.topics.enable': 'false',
    'num.partitions': '6',
    'default.replication.factor': '1',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '8',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    // A broker that was killed is let in again when the controller has given up its former self: 9 s by default.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'log.cleaner.dedupe.buffer.size': '16777216',
    // One node has no replica to fall back on: what it acknowledged must be on the disk after a loss of power, too,
    // within a second. A kill loses nothing, for the page cache stays.
    'log.flush.interval.ms': '1000',
    ...others,
  };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
