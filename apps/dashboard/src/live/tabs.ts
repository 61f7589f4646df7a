import type { Session } from '../session/session';
import { follow, type Listener } from './follow';

/** What tabs tell each other. */
type Word =
  | { readonly kind: 'changed'; readonly id: string | undefined }
  | { readonly kind: 'state'; readonly isLive: boolean; readonly id: string | undefined }
  | { readonly kind: 'anybody' };

/**
 * One tab holds the stream and tells the others; when it goes, the next one takes up where it was. Over HTTP/1.1 a browser
 * opens six connections to a host for all its tabs together: a stream in each, and the seventh tab would never load.
 */
export async function followTogether(
  { token, userId }: Session,
  signal: AbortSignal,
  listener: Listener,
): Promise<void> {
  const name = `waybill.live.${userId}`;
  const tabs = new BroadcastChannel(name);
  signal.addEventListener('abort', () => tabs.close(), { once: true });
  const say = (word: Word) => (signal.aborted ? undefined : tabs.postMessage(word));
  let isLeading = false;
  let isLive = false;
  let lastEventId: string | undefined;

  const heard = (word: Word) => {
    if (word.kind === 'anybody')
      return isLeading ? say({ kind: 'state', isLive, id: lastEventId }) : undefined;
    lastEventId = word.id ?? lastEventId;
    if (word.kind === 'changed') return listener.onEvent(word.id);
    isLive = word.isLive;
    listener.onState(isLive);
  };
  tabs.addEventListener('message', ({ data }: MessageEvent<Word>) => heard(data));
  say({ kind: 'anybody' });

  const lead = () => {
    isLeading = true;
    return follow(token, lastEventId, signal, {
      onEvent: (id) => {
        lastEventId = id;
        listener.onEvent(id);
        say({ kind: 'changed', id });
      },
      onState: (state) => {
        if (state !== isLive) say({ kind: 'state', isLive: state, id: lastEventId });
        isLive = state;
        listener.onState(state);
      },
      onRejected: listener.onRejected,
    });
  };
  await navigator.locks.request(name, { signal }, lead);
}
