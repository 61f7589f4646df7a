import { fork } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createReadStream, openSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CallerTokens } from '@waybill/platform';
import { SignJWT } from 'jose';
import { nodeOptionsOf, SERVICES } from '../../deploy/embedded/services.ts';
import { end } from './child.ts';
import type { BenchFiles } from './files.ts';
import type { Contestant } from './contestant.ts';
import { freePort, untilListens } from './ports.ts';

export const SECRET = 'a secret of the bench that is long enough';

export interface Element extends Contestant {
  readonly pid: number;
}

export interface ElementSetup {
  readonly home: string;
  readonly files: BenchFiles;
  /** How many persons fetch, each with a download and a ticket of his own. */
  readonly people: number;
  readonly database: { url(name: string): string };
  /** False leaves the accounts unwritten, to see what they cost. */
  readonly accounts: boolean;
}

interface StoredFile {
  readonly id: string;
  readonly etag: string;
}

/** The service as it is deployed, in a process of its own, with the files stored in it; its log goes into a file. */
export async function startElement(setup: ElementSetup): Promise<Element> {
  const { home, accounts, people, files } = setup;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const port = await freePort();
  const name = accounts ? 'waybill' : 'waybill without accounts';
  const log = openSync(join(home, `${accounts ? 'element' : 'bare'}.log`), 'w');
  const child = fork(
    join(import.meta.dirname, 'element-process.ts'),
    [accounts ? 'with-accounts' : 'without'],
    {
      env: { ...process.env, ...environmentOf(setup, port, publicKey) },
      execArgv: deployedOptions(),
      stdio: ['ignore', log, log, 'ipc'],
    },
  );
  await untilListens(port);
  const origin = `http://127.0.0.1:${String(port)}`;
  const paths = new Map<string, readonly string[]>();
  for (const size of Object.keys(files.sizes)) {
    const file = await store(origin, join(files.folder, size));
    paths.set(
      size,
      await Promise.all(Array.from({ length: people }, (_, who) => link(file, who, privateKey))),
    );
  }
  return {
    name,
    origin,
    pid: child.pid ?? 0,
    paths: (size) => paths.get(size) ?? [],
    stop: () => end(child),
  };
}

/** As the starter runs it. */
function deployedOptions(): string[] {
  const service = SERVICES.find(({ name }) => name === 'storage-element');
  return service === undefined ? [] : nodeOptionsOf(service);
}

function environmentOf({ home, database, accounts }: ElementSetup, port: number, publicKey: KeyObject) {
  const suffix = accounts ? '' : '_bare';
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'EdDSA', use: 'sig' }] };
  return {
    NODE_ENV: 'production',
    MALLOC_ARENA_MAX: '2',
    PORT: String(port),
    DATABASE_URL: database.url(`waybill_files${suffix}`),
    BUS_DATABASE_URL: database.url(`waybill_bus${suffix}`),
    CALLER_TOKEN_SECRET: SECRET,
    STORAGE_ROOT: join(home, `root${suffix}`),
    ENTITLEMENTS_URL: 'http://127.0.0.1:1',
    TICKET_PUBLIC_KEYS: JSON.stringify(keys),
    SHUTDOWN_GRACE_SECONDS: '1',
  };
}

async function store(origin: string, path: string): Promise<StoredFile> {
  const tokens = new CallerTokens('gateway', SECRET);
  const caller = await tokens.sign({ subject: 'bench', roles: ['admin'], tier: 'free', service: null });
  const response = await fetch(`${origin}/api/v1/files/${randomUUID()}?filename=file.bin`, {
    method: 'PUT',
    body: Readable.toWeb(createReadStream(path)),
    headers: { 'x-waybill-caller': caller },
    duplex: 'half',
  });
  if (response.status !== 201) throw new Error(`PUT answered ${String(response.status)}`);
  return (await response.json()) as StoredFile;
}

async function link(file: StoredFile, who: number, key: KeyObject): Promise<string> {
  const claims = {
    did: `dl_${randomUUID().replaceAll('-', '')}`,
    gen: 1,
    fid: file.id,
    aid: 'bench',
    etag: file.etag,
    q: null,
    o: 'tasks',
    name: 'file.bin',
    disp: 'attachment',
    tier: 'free',
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'waybill-ticket+jwt', kid: 'bench' })
    .setIssuer('waybill')
    .setAudience('waybill-files')
    .setSubject(`person-${String(who)}`)
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('2h')
    .sign(key);
  return `/api/v1/files/${file.id}/download?token=${token}`;
}
