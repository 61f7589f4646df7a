import { Refusal } from '../../embedded/refusal.ts';

/** Says what to install. */
export class Missing extends Refusal {}

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/** As Promise.all; but where several things are missing, whoever reads it is told of all of them at once. */
export async function together<T extends readonly unknown[]>(works: T): Promise<Settled<T>> {
  const missing: string[] = [];
  const collect = (reason: unknown) => {
    if (!(reason instanceof Missing)) throw reason;
    missing.push(reason.message);
  };
  const settled = await Promise.all(works.map((work) => Promise.resolve(work).catch(collect)));
  if (missing.length > 0) throw new Missing([...new Set(missing)].join('; '));
  return settled as unknown as Settled<T>;
}
