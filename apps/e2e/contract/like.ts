import { expect } from '@jest/globals';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Matches any JSON type, null included: for a field that the document shows in one state only. */
export const ANY = Symbol('any');
/** Wraps an example whose place may also hold null, or be left out. */
export class Optional {
  constructor(readonly example: Example) {}
}
export const optional = (example: Example) => new Optional(example);

export type Example =
  Json | typeof ANY | Optional | readonly Example[] | { readonly [name: string]: Example };

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const EXAMPLE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const EXAMPLE_DATE = /^\d{4}-\d\d-\d\d$/;
const DIGITS = /^\d+$/;

/**
 * Holds an answer against a document's example: every name that the example has, with a value of the same JSON type;
 * a time where it shows a time, decimal digits where it shows digits, each element of a list like the example's first.
 * Further names are welcome.
 */
export function expectLike(answer: unknown, example: Example, path = '$'): void {
  expect(differences(answer, example, path)).toEqual([]);
}

export function differences(answer: unknown, example: Example, path = '$'): string[] {
  if (example === ANY) return answer === undefined ? [`${path}: missing`] : [];
  if (example instanceof Optional) {
    return answer === undefined || answer === null ? [] : differences(answer, example.example, path);
  }
  if (answer === undefined) return [`${path}: missing`];
  if (Array.isArray(example)) return listDifferences(answer, example as readonly Example[], path);
  if (isObject(example)) return objectDifferences(answer, example, path);
  return leafDifferences(answer, example as Json, path);
}

function listDifferences(answer: unknown, example: readonly Example[], path: string): string[] {
  if (!Array.isArray(answer)) return [`${path}: not a list but ${typeName(answer)}`];
  const [element] = example;
  if (element === undefined) return [];
  return answer.flatMap((item: unknown, index) => differences(item, element, `${path}[${String(index)}]`));
}

function objectDifferences(answer: unknown, example: Record<string, Example>, path: string): string[] {
  if (!isObject(answer)) return [`${path}: not an object but ${typeName(answer)}`];
  return Object.entries(example).flatMap(([name, value]) =>
    differences(answer[name], value, `${path}.${name}`),
  );
}

function leafDifferences(answer: unknown, example: Json, path: string): string[] {
  if (typeName(answer) !== typeName(example))
    return [`${path}: not ${typeName(example)} but ${typeName(answer)}`];
  if (typeof example !== 'string' || typeof answer !== 'string') return [];
  if (EXAMPLE_TIME.test(example)) return ISO.test(answer) ? [] : [`${path}: ${answer} is no ISO time in UTC`];
  if (EXAMPLE_DATE.test(example)) return EXAMPLE_DATE.test(answer) ? [] : [`${path}: ${answer} is no date`];
  if (DIGITS.test(example)) return DIGITS.test(answer) ? [] : [`${path}: ${answer} is no decimal number`];
  return [];
}

function isObject(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
