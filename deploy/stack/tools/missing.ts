/** One line that says what to install: nothing else is printed of it. */
export class Missing extends Error {}

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
