import { z } from 'zod';
import type { Topic } from './topics.js';

/** What an event's producer and its consumers agree on. `D` is the shape of the event's `data`. */
export interface EventContract<D extends object = object> {
  /** `waybill.` and the event's name: `waybill.download.created`. */
  readonly type: string;
  readonly version: number;
  readonly topic: Topic;
  /** Names the JSON Schema of `data` and its version. */
  readonly dataschema: string;
  readonly description: string;
  readonly data: z.ZodType<D>;
  /** The aggregate's id: the event's `subject` and the message's key, which orders it. */
  readonly subject: (data: D) => string;
}

export type DataOf<C> = C extends EventContract<infer D> ? D : never;

interface Definition<S extends z.ZodObject> {
  readonly name: string;
  readonly version: number;
  readonly topic: Topic;
  readonly description: string;
  readonly data: S;
  readonly subject: (data: z.infer<S>) => string;
}

export function defineEvent<S extends z.ZodObject>(definition: Definition<S>): EventContract<z.infer<S>> {
  const { name, version, topic, description, data, subject } = definition;
  return {
    type: `waybill.${name}`,
    version,
    topic,
    dataschema: `urn:waybill:schema:${name}:v${String(version)}`,
    description,
    data: data as unknown as z.ZodType<z.infer<S>>,
    subject,
  };
}
