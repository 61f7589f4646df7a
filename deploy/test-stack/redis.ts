import { startInContainer } from '@waybill/testing';
import { freePorts } from '../embedded/ports.ts';
import { ensureRedisServer } from '../stack/tools/debian-tools.ts';

/**
 * Where the tests find a Redis, as settings for them: each suite starts one of its own, from the image where a container
 * engine answers and has it, else the program of this machine.
 */
export async function redisSettings(say: (line: string) => void): Promise<Record<string, string>> {
  const [port = 0] = await freePorts(1);
  const contained = await startInContainer('redis', port, say);
  if (contained === null) {
    say(`Redis: ${await ensureRedisServer(say)} of this machine`);
    return {};
  }
  await contained.stop();
  say(`Redis: ${contained.description}`);
  return { WAYBILL_TEST_REDIS_IN_CONTAINERS: 'yes' };
}
