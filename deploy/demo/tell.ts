import { randomBytes, randomUUID, createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ensureSecrets } from '../embedded/secrets.ts';
import { homePaths } from '../embedded/settings.ts';
import type { StackDescription } from '../embedded/stack-file.ts';
import { Person } from './person.ts';
import { readQuota } from './quota.ts';
import { Receiver } from './receiver.ts';
import { buy } from './steps/buy.ts';
import { complete } from './steps/complete.ts';
import { count } from './steps/count.ts';
import { create } from './steps/create.ts';
import { cutOff } from './steps/cut-off.ts';
import { events } from './steps/events.ts';
import { pause } from './steps/pause.ts';
import { publish } from './steps/publish.ts';
import type { DemoFile, Step, Story } from './story.ts';

const STEPS: readonly Step[] = [publish, buy, create, cutOff, pause, complete, count, events];

/** Throws a CheckFailed at the first promise that does not hold. */
export async function tell(home: string, stack: StackDescription, path: string): Promise<void> {
  const story = await begin(home, stack, path);
  const before = await readQuota(story.buyer);
  for (const [index, step] of STEPS.entries()) {
    console.log(`\n${String(index + 1)}. ${step.title}`);
    await step.run(story);
  }
  const after = await readQuota(story.buyer);
  console.log(`\nQuota before: ${before.words}; after: ${after.words}`);
}

async function begin(home: string, stack: StackDescription, path: string): Promise<Story> {
  const { jwtSecret } = await ensureSecrets(homePaths(home).secrets);
  const run = randomBytes(4).toString('hex');
  const file = await describeFile(path);
  return {
    stack,
    file,
    admin: await Person.signIn(stack.gateway, jwtSecret, 'demo-admin', ['admin']),
    buyer: await Person.signIn(stack.gateway, jwtSecret, `demo-buyer-${run}`, ['normal']),
    fileId: randomUUID(),
    assetId: `demo-asset-${run}`,
    orderId: `demo-order-${run}`,
    receiver: new Receiver(file.size),
    downloadId: '',
    link: '',
  };
}

async function describeFile(path: string): Promise<DemoFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { path, name: basename(path), size: statSync(path).size, sha256: hash.digest('hex') };
}
