import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKafka } from '../stack/kafka/ensure-kafka.ts';
import { run } from '../stack/tools/run.ts';
import { type Broker, startBroker } from './broker.ts';

export interface SecuredBroker extends Broker {
  /** The certificate that signed the broker's own, as PEM. */
  readonly certificate: string;
}

export const ACCOUNT = { username: 'waybill', password: 'correct-horse' } as const;

const STORE_PASSWORD = 'battery-staple';
const MODULES = 'org.apache.kafka.common.security';

/** A broker that lets in who comes by TLS and knows the account's password, by PLAIN or SCRAM. */
export async function startSecuredBroker(): Promise<SecuredBroker> {
  const jars = await ensureKafka(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'waybill-tls-'));
  const store = join(folder, 'broker.p12');
  const certificate = join(folder, 'broker.pem');
  await makeCertificate(store, certificate);
  const broker = await startBroker(jars, {
    properties: securedProperties(store),
    accounts: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map(
      (mechanism) => `${mechanism}=[name=${ACCOUNT.username},password=${ACCOUNT.password}]`,
    ),
  });
  const stop = async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...broker, certificate: await readFile(certificate, 'utf8'), stop };
}

/** With the tool that comes with Java. */
async function makeCertificate(store: string, certificate: string): Promise<void> {
  const common = ['-alias', 'broker', '-keystore', store, '-storepass', STORE_PASSWORD];
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-storetype', 'PKCS12', '-validity', '2'];
  const names = ['-dname', 'CN=waybill-test', '-ext', 'SAN=IP:127.0.0.1', '-ext', 'BC=ca:true'];
  await run('keytool', ['-genkeypair', ...common, ...key, ...names]);
  await run('keytool', ['-exportcert', '-rfc', ...common, '-file', certificate]);
}

/** The controller keeps its own plain listener: only this process reaches it. */
function securedProperties(store: string): Record<string, string> {
  const listener = 'listener.name.clients';
  const { username, password } = ACCOUNT;
  const scram = `${MODULES}.scram.ScramLoginModule required username="${username}" password="${password}";`;
  const plain = `${MODULES}.plain.PlainLoginModule required username="${username}" password="${password}" user_${username}="${password}";`;
  return {
    'listener.security.protocol.map': 'CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    [`${listener}.plain.sasl.jaas.config`]: plain,
    [`${listener}.scram-sha-256.sasl.jaas.config`]: scram,
    [`${listener}.scram-sha-512.sasl.jaas.config`]: scram,
    'ssl.keystore.location': store,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.password': STORE_PASSWORD,
    // Its own certificate is all that it trusts, and it speaks to nobody else.
    'ssl.truststore.location': store,
    'ssl.truststore.type': 'PKCS12',
    'ssl.truststore.password': STORE_PASSWORD,
  };
}
