import { type StackKind, TemporaryStack } from '../../../deploy/embedded/temporary-stack.ts';

declare global {
  var waybillStack: TemporaryStack | undefined;
}

/**
 * The tests need three variables and no more: WAYBILL_URL, WAYBILL_JWT_SECRET and, to kill what is behind the URL,
 * WAYBILL_STACK_FILE. Where they are set, that stack is tested; else one in a home of its own.
 */
export async function startTemporary(kind: StackKind): Promise<void> {
  if (process.env.WAYBILL_URL !== undefined) return;
  const stack = await TemporaryStack.create(kind);
  globalThis.waybillStack = stack;
  await stack.start();
  process.env.WAYBILL_URL = stack.url;
  process.env.WAYBILL_JWT_SECRET = stack.jwtSecret;
  process.env.WAYBILL_STACK_FILE = stack.stackFile;
}

export default function startEmbedded(): Promise<void> {
  return startTemporary('embedded');
}
