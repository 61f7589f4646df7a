import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A whole number of seconds, at least one. */
export const seconds = z.coerce.number().int().positive();
export const port = z.coerce.number().int().min(0).max(65_535);
export const count = z.coerce.number().int().nonnegative();
/** `a, b,c`: at least one entry, each trimmed. */
export const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(z.string()).min(1));
/** `true`, `1`, `yes`, `on` and their opposites; `z.coerce.boolean()` would take "false" for true. */
export const flag = z.stringbool();
export const httpUrl = z.url({ protocol: /^https?$/ });

/** What every program of Waybill reads. */
export const processEnvironment = {
  PORT: port.default(0),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  CALLER_TOKEN_SECRET: z.string().min(32),
  SHUTDOWN_GRACE_SECONDS: seconds.default(25),
};

/** How to reach a Kafka; where KAFKA_BROKERS is not set the others mean nothing. */
export const kafkaEnvironment = {
  KAFKA_BROKERS: list.optional(),
  /** The service's name by default. */
  KAFKA_CLIENT_ID: z.string().optional(),
  KAFKA_TLS: flag.optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
};

/** What every service with a database and events reads; spread it into the service's own schema. */
export const serviceEnvironment = {
  ...processEnvironment,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).default(10),
  ...kafkaEnvironment,
  BUS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
};

/** Names every bad variable, and no value: values may be secrets. */
export class EnvironmentError extends Error {
  constructor(readonly variables: readonly string[]) {
    super(`The environment is not usable:\n${variables.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'EnvironmentError';
    this.stack = `${this.name}: ${this.message}`;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once. Empty variables count as unset. Throws an EnvironmentError. */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment = process.env,
): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new EnvironmentError(result.error.issues.map((issue) => complaint(issue, set)));
}

function complaint(issue: z.core.$ZodIssue, environment: Environment): string {
  const name = String(issue.path[0] ?? '(several)');
  if (issue.path.length > 0 && environment[name] === undefined) return `${name}: is missing`;
  return `${name}: ${reason(issue)}`;
}

/** Zod's own words for the kinds that state a rule; never those that could quote what was given. */
function reason(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
    case 'too_small':
    case 'too_big':
    case 'invalid_value':
      return issue.message;
    case 'invalid_format':
      return `is no valid ${issue.format}`;
    default:
      return 'is not valid';
  }
}
