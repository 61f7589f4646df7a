import type { Client } from '@waybill/contracts';
import type { Tier } from '@waybill/kernel';
import type { TransferFacts } from '../accounting/transfer-facts.js';
import type { StoredFile } from '../domain/stored-file.js';
import type { Granted } from './stops.js';

/** What somebody was let in for. */
export interface Admission {
  readonly file: StoredFile;
  readonly userId: string;
  readonly tier: Tier;
  /** Of the download, in bytes per second; null is unlimited. */
  readonly rate: number | null;
  readonly disposition: 'attachment' | 'inline';
  /** The name that the client is told. */
  readonly fileName: string;
  /** What a stop is measured against; null where no download stands behind it. */
  readonly granted: Granted | null;
  /** When the link ends; null where a bearer token opened. */
  readonly expiresAt: Date | null;
  readonly facts: Omit<TransferFacts, 'client'>;
}

const last = new WeakMap<Admission, TransferFacts>();

/** What the transfers of one admission and one client have in common; the same object while the client is the same. */
export function factsFor(admission: Admission, client: Client): TransferFacts {
  const known = last.get(admission);
  if (known !== undefined && isSame(known.client, client)) return known;
  const facts = { ...admission.facts, client };
  last.set(admission, facts);
  return facts;
}

const isSame = (one: Client, other: Client) =>
  one.network === other.network && one.userAgent === other.userAgent && one.referrer === other.referrer;
