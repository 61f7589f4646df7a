import type { Tier } from '@waybill/kernel';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, importPKCS8, SignJWT } from 'jose';
import { GrantCarrier } from '../application/grant-carrier.js';
import type { Grant } from '../application/grants.js';

export interface TicketOptions {
  /** PKCS8 PEM, Ed25519 */
  readonly privateKey: string;
  /** where storage elements answer, as clients see it */
  readonly filesUrl: string;
  /** bytes per second by tier; absent is unlimited */
  readonly rates: Partial<Record<Tier, number>>;
}

/** A grant as a compact JWS that storage elements read with the public key (docs/internals.md, "Tickets"). */
export class TicketCarrier extends GrantCarrier {
  private constructor(
    private readonly key: CryptoKey,
    private readonly keyId: string,
    private readonly options: TicketOptions,
  ) {
    super();
  }

  /** Throws where the key is not one of Ed25519. */
  static async open(options: TicketOptions): Promise<TicketCarrier> {
    const pem = options.privateKey.replaceAll(String.raw`\n`, '\n');
    const key = await importPKCS8(pem, 'EdDSA', { extractable: true });
    // RFC 7638: the thumbprint is of the public members alone, so both sides compute the same.
    return new TicketCarrier(key, await calculateJwkThumbprint(await exportJWK(key)), options);
  }

  override kindOf(): 'ticket' {
    return 'ticket';
  }

  override async carry(grant: Grant): Promise<string> {
    const url = new URL(`api/v1/files/${grant.fileId}/download`, withSlash(this.options.filesUrl));
    url.searchParams.set('token', await this.#sign(grant));
    return url.href;
  }

  #sign(grant: Grant): Promise<string> {
    const issued = secondsOf(grant.issuedAt);
    return (
      new SignJWT(claimsOf(grant, this.options.rates[grant.tier]))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'waybill-ticket+jwt', kid: this.keyId })
        .setIssuer('waybill')
        .setAudience('waybill-files')
        .setSubject(grant.userId)
        .setJti(grant.grantId)
        // To the millisecond (RFC 7519, NumericDate may have a fraction): a revocation tells tickets of one second apart.
        .setIssuedAt(grant.issuedAt.getTime() / 1000)
        .setNotBefore(issued)
        .setExpirationTime(secondsOf(grant.expiresAt))
        .sign(this.key)
    );
  }
}

function claimsOf(grant: Grant, rate: number | undefined) {
  return {
    did: grant.downloadId,
    gen: grant.generation,
    fid: grant.fileId,
    aid: grant.assetId,
    etag: grant.etag,
    q: grant.quality,
    o: grant.origin,
    name: grant.fileName,
    disp: 'attachment',
    tier: grant.tier,
    ...(rate === undefined ? {} : { rate }),
  };
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
