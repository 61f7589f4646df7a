import { getMetadataStorage, type ValidationTypes } from 'class-validator';

/** Where `@ApiProperty` leaves its options. */
const OPTIONS = 'swagger/apiModelProperties';

interface Rule {
  readonly target: unknown;
  readonly propertyName: string;
  readonly type: ValidationTypes | string;
  readonly name?: string;
  readonly each?: boolean;
  readonly constraints?: readonly unknown[];
}

type Constraints = Readonly<Record<string, unknown>>;

/** What a rule of the validation means in JSON Schema. */
const MEANINGS: Readonly<Record<string, (limits: readonly unknown[]) => Constraints>> = {
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  minLength: ([minLength]) => ({ minLength }),
  maxLength: ([maxLength]) => ({ maxLength }),
  isLength: ([minLength, maxLength]) => ({ minLength, ...(maxLength !== undefined && { maxLength }) }),
  matches: ([pattern]) =>
    pattern instanceof RegExp && pattern.flags === '' ? { pattern: pattern.source } : {},
  notContains: ([seed]) => (seed === '\0' ? { pattern: '^[^\\0]*$' } : {}),
  isUuid: () => ({ format: 'uuid' }),
  isDateString: () => ({ format: 'date-time' }),
  arrayMinSize: ([minItems]) => ({ minItems }),
  arrayMaxSize: ([maxItems]) => ({ maxItems }),
};

/** The documents promise what the validation checks: its bounds stand beside what `@ApiProperty` says, which wins. */
export function documentConstraints(): void {
  for (const rule of rules()) {
    const { prototype } = rule.target as { prototype: object };
    const options = Reflect.getMetadata(OPTIONS, prototype, rule.propertyName) as Constraints | undefined;
    const constraints = MEANINGS[rule.name ?? '']?.(rule.constraints ?? []);
    if (options === undefined || constraints === undefined || rule.each === true) continue;
    Reflect.defineMetadata(OPTIONS, { ...constraints, ...options }, prototype, rule.propertyName);
  }
}

/** class-validator has no public way to ask for the rules of all classes. */
function rules(): Rule[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: ReadonlyMap<unknown, readonly Rule[]>;
  };
  return [...validationMetadatas.values()].flat().filter(({ target }) => typeof target === 'function');
}
