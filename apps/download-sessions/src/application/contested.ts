import { DomainError, type ErrorDetails } from '@waybill/kernel';

/** A refusal that another create of the same asset may be the reason of: that one is still under way, or was just done. */
export class ContestedRefusal extends DomainError {}

/** The same error, marked; what is no refusal stays as it is. */
export function contested(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { kind, code, message, details } = error;
  return new ContestedRefusal(kind, code, message, details, { cause: error });
}

/** Entitlements says it among the details, which are the client's: there it is taken out. */
export function readContested(error: DomainError): DomainError {
  const { isContested, ...details }: ErrorDetails = error.details;
  if (isContested !== true) return error;
  return new ContestedRefusal(error.kind, error.code, error.message, details, { cause: error });
}
