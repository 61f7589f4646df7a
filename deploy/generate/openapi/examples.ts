import type { Placed } from './document.ts';

/** `POST /downloads 201` → a body that the running system answered in a test. */
export type Examples = Readonly<Record<string, unknown>>;

interface Answer {
  readonly content?: Readonly<Record<string, object>>;
}

export const exampleKey = (method: string, path: string, status: string | number) =>
  `${method.toUpperCase()} ${path} ${String(status)}`;

/** Examples are real answers: those that the contract tests recorded, where there is one. */
export function withExamples(placed: Placed, examples: Examples): Placed {
  const { path, method, operation } = placed;
  const responses = Object.entries(operation.responses).map(([status, answer]) => {
    const example = examples[exampleKey(method, path, status)];
    return [status, example === undefined ? answer : withExample(answer, example)];
  });
  return {
    ...placed,
    operation: { ...operation, responses: Object.fromEntries(responses) as Record<string, object> },
  };
}

function withExample(answer: Answer, example: unknown): Answer {
  const content = Object.entries(answer.content ?? {}).map(([type, media]) => [type, { ...media, example }]);
  return { ...answer, content: Object.fromEntries(content) as Record<string, object> };
}
