import { type OpenApiDocument, operationsOf } from './document.ts';
import { type Examples, exampleKey } from './examples.ts';

export interface RecordedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** How many elements of a list an example shows. */
const SHOWN = 2;
const TICKET = /(token=)[\w.-]+/g;

/** One answer for each operation and status: the first that was recorded; long lists cut, tickets taken out. */
export function chooseExamples(recorded: readonly RecordedAnswer[], document: OpenApiDocument): Examples {
  const templates = operationsOf(document).map(({ path, method }) => ({
    path,
    method,
    matches: matcher(path),
  }));
  const examples: Record<string, unknown> = {};
  for (const { method, path, status, body } of recorded) {
    const [pathname = ''] = path.split('?');
    const fitting = templates.filter(
      (one) => one.method === method.toLowerCase() && one.matches.test(pathname),
    );
    const template = fitting.toSorted((a, b) => parameters(a.path) - parameters(b.path))[0];
    if (template === undefined) continue;
    examples[exampleKey(method, template.path, status)] ??= tidy(body);
  }
  return Object.fromEntries(Object.entries(examples).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
}

const parameters = (path: string) => path.split('{').length;

function matcher(template: string): RegExp {
  const pattern = template.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^/]+')}$`);
}

function tidy(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replaceAll(TICKET, '$1…').replace(/^http:\/\/127\.0\.0\.1:\d+/, 'http://127.0.0.1:8080');
  if (Array.isArray(value)) return value.slice(0, SHOWN).map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, tidy(part)]));
}
