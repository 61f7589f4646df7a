import { breakingChanges } from './compatibility.ts';
import type { JsonSchema } from './json-schema.ts';

/** An event's schema as it is checked in: of the whole CloudEvent, with where it is found. */
export interface EventSchema extends JsonSchema {
  readonly 'x-topic'?: string;
  readonly 'x-key'?: string;
}

export type SchemaSet = ReadonlyMap<string, EventSchema>;

/** What readers of the last release would stumble over, a line each; by the files' names. */
export function findings(released: SchemaSet, present: SchemaSet): string[] {
  return [...released].flatMap(([name, schema]) => {
    const now = present.get(name);
    if (now === undefined) return [`${name}: the event is gone`];
    return [...movedTo(schema, now), ...breakingChanges(schema, now)].map((finding) => `${name}: ${finding}`);
  });
}

function movedTo(released: EventSchema, present: EventSchema): string[] {
  return (['x-topic', 'x-key'] as const)
    .filter((place) => released[place] !== present[place])
    .map((place) => `${place} is now ${String(present[place])}, was ${String(released[place])}`);
}
