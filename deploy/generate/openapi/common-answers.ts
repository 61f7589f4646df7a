import type { Operation, Placed } from './document.ts';
import type { Edition } from './editions.ts';

interface CommonAnswer {
  readonly status: string;
  readonly description: string;
  readonly applies: (placed: Placed) => boolean;
}

const needsToken = ({ operation }: Placed) => operation['x-public'] !== true;
const hasBody = ({ operation }: Placed) => operation.requestBody !== undefined;
const hasInput = ({ operation }: Placed) =>
  operation.requestBody !== undefined ||
  ((operation as { parameters?: readonly object[] }).parameters ?? []).length > 0;
const always = () => true;
const namesSomething = ({ path, method }: Placed) => path.includes('{') || method === 'post';
const changes = ({ method }: Placed) => ['post', 'put', 'patch', 'delete'].includes(method);
const mayRepeat = ({ method }: Placed) => method === 'post';

/** What the gateway, the guard and the error filter may answer to any request of that kind. */
const COMMON: readonly CommonAnswer[] = [
  { status: '400', description: 'The request is not valid; `details` name the fields', applies: hasInput },
  { status: '401', description: 'No token, or one that is not good', applies: needsToken },
  { status: '403', description: 'Not allowed to this caller', applies: needsToken },
  { status: '404', description: 'Not there, or not the caller’s', applies: namesSomething },
  { status: '409', description: 'Not possible in its present state', applies: changes },
  { status: '410', description: 'It was there, and its time is over', applies: changes },
  {
    status: '413',
    description: 'The body is too large, or there is no room for what it asks for',
    applies: hasBody,
  },
  { status: '415', description: 'The body is not JSON', applies: hasBody },
  { status: '422', description: 'This Idempotency-Key was used for another request', applies: mayRepeat },
  { status: '429', description: 'Too many requests; `Retry-After` says when to come back', applies: always },
  { status: '500', description: 'Our fault; the log line has the request id', applies: always },
  { status: '502', description: 'A service answered nonsense or broke off', applies: always },
  { status: '503', description: 'A service is away', applies: always },
  { status: '504', description: 'A service did not answer in time', applies: always },
];

/** Adds the answers that every operation of its kind may give, and who may call it. What the code says itself stays. */
export function withCommonAnswers(placed: Placed, edition: Edition, errorSchema: string): Placed {
  const content = { [edition.errorType]: { schema: { $ref: `#/components/schemas/${errorSchema}` } } };
  const common = COMMON.filter(({ applies }) => applies(placed)).map(
    ({ status, description }) => [status, { description, content }] as const,
  );
  const own = Object.entries(placed.operation.responses).map(
    ([status, answer]) => [status, isBareError(status, answer) ? { ...answer, content } : answer] as const,
  );
  const { 'x-public': isPublic, 'x-methods': _, ...operation } = placed.operation;
  const security: Operation['security'] = isPublic === true ? [{}, { bearer: [] }] : [{ bearer: [] }];
  return {
    ...placed,
    operation: { ...operation, security, responses: Object.fromEntries([...common, ...own]) },
  };
}

function isBareError(status: string, answer: object): boolean {
  return Number(status) >= 400 && !('content' in answer);
}
