import type { EventSourceMessage } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** The server says something every 15 seconds; longer silence means that the way is dead, whatever the connection thinks. */
const LONGEST_SILENCE_MS = 45_000;

/** The stream was refused; `retryAfter` in seconds, where the answer says when to come back. */
export class StreamRefused extends Error {
  constructor(
    readonly status: number,
    readonly retryAfter: number | null,
  ) {
    super(`HTTP ${String(status)}`);
  }
}

/** Not the platform's EventSource: that one can send no token. */
export async function* readEvents(
  token: string,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const silence = new AbortController();
  const response = await fetch('/downloads/events', {
    signal: AbortSignal.any([signal, silence.signal]),
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  if (!response.ok || response.body === null) throw refusal(response);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), LONGEST_SILENCE_MS);
  };
  try {
    yield* readable(
      response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(calling(heard))
        .pipeThrough(new EventSourceParserStream()),
    );
  } finally {
    clearTimeout(timer);
  }
}

function refusal({ status, headers }: Response): StreamRefused {
  const seconds = Number(headers.get('retry-after'));
  return new StreamRefused(status, seconds > 0 ? seconds : null);
}

function calling(onChunk: () => void): TransformStream<string, string> {
  return new TransformStream({
    transform(chunk, controller) {
      onChunk();
      controller.enqueue(chunk);
    },
  });
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
