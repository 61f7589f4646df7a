import { useQueryClient } from '@tanstack/react-query';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { useEffect, useState } from 'react';
import { useSession } from '../session/session-context';

/** Which queries show downloads: what changes on the server makes them ask again. */
const SHOWING = [['queue'], ['downloads'], ['download'], ['summary'], ['history'], ['usage']];
const PAUSE_MS = [1_000, 2_000, 5_000, 10_000];
/** Many events in a moment are one question. */
const GATHER_MS = 300;

/**
 * Follows the person's downloads by server-sent events, and takes up where it was after a break (`Last-Event-ID`).
 * @returns whether events arrive; while they do not, callers poll
 */
export function useLiveDownloads(): boolean {
  const [isLive, setLive] = useState(false);
  const { token } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    const ending = new AbortController();
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        for (const queryKey of SHOWING) void queries.invalidateQueries({ queryKey });
      }, GATHER_MS);
    };
    void follow(token, ending.signal, { onEvent: refresh, onState: setLive });
    return () => {
      ending.abort();
      clearTimeout(gathering);
    };
  }, [token, queries]);
  return isLive;
}

interface Listener {
  readonly onEvent: () => void;
  readonly onState: (isLive: boolean) => void;
}

async function follow(token: string, signal: AbortSignal, listener: Listener): Promise<void> {
  let lastEventId: string | undefined;
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      for await (const event of await open(token, lastEventId, signal)) {
        failures = 0;
        listener.onState(true);
        lastEventId = event.id ?? lastEventId;
        if (event.event === 'download') listener.onEvent();
      }
    } catch {
      // The stream broke or was refused: polling goes on, and this tries again.
    }
    listener.onState(false);
    await pause(PAUSE_MS[Math.min(failures, PAUSE_MS.length - 1)] ?? 1_000, signal);
  }
}

async function open(token: string, lastEventId: string | undefined, signal: AbortSignal) {
  const response = await fetch('/downloads/events', {
    signal,
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${String(response.status)}`);
  return readable(
    response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()),
  );
}

/** Not every browser can iterate a stream by itself. */
async function* readable<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
