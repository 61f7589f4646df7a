import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Caller } from '@waybill/platform';
import { downloadStopped, notAuthenticated, ticketRefused } from '../domain/refusals.js';
import { etagOf, type StoredFile } from '../domain/stored-file.js';
import type { Ticket } from '../domain/ticket.js';
import { AccessDecisions, type FileAccess } from './access-decisions.js';
import type { Admission } from './admission.js';
import { FileCatalogue } from './file-catalogue.js';
import { Stops } from './stops.js';
import { Tickets } from './tickets.js';

export interface Knock {
  readonly fileId: string;
  /** The ticket of the link; it goes before the caller. */
  readonly token: string | null;
  readonly caller: Caller | null;
}

const NOBODYS = { downloadId: null, generation: null, assetId: null, quality: null } as const;

/** Lets a request in by its ticket, else by who is asking; throws the refusal. */
@Injectable()
export class AdmitDownload {
  readonly #admitted = new WeakMap<Ticket, Admission>();

  constructor(
    private readonly catalogue: FileCatalogue,
    private readonly tickets: Tickets,
    private readonly decisions: AccessDecisions,
    private readonly stops: Stops,
    private readonly clock: Clock,
  ) {}

  async execute({ fileId, token, caller }: Knock): Promise<Admission> {
    if (token !== null) return this.#byTicket(await this.tickets.read(token), fileId);
    if (caller === null) throw notAuthenticated();
    return this.#byCaller(fileId, caller);
  }

  /** What `execute` would give for a ticket, where all that it asks for is remembered and says yes. */
  peek(fileId: string, token: string): Admission | undefined {
    const ticket = this.tickets.peek(token);
    const file = this.catalogue.peek(fileId);
    if (ticket === undefined || file === undefined) return undefined;
    if (ticket.fileId !== fileId || this.stops.isStopped(ticket)) return undefined;
    const known = this.#admitted.get(ticket);
    return known?.file === file ? known : undefined;
  }

  async #byTicket(ticket: Ticket, fileId: string): Promise<Admission> {
    // The path is the client's, the ticket is ours: it opens the file it names and no other.
    if (ticket.fileId !== fileId) throw ticketRefused();
    const file = this.catalogue.peek(fileId) ?? (await this.catalogue.get(fileId));
    if (ticket.etag !== etagOf(file)) throw ticketRefused();
    if (this.stops.isStopped(ticket)) throw downloadStopped();
    const admission = admitTicket(file, ticket);
    this.#admitted.set(ticket, admission);
    return admission;
  }

  async #byCaller(fileId: string, caller: Caller): Promise<Admission> {
    const file = await this.catalogue.get(fileId);
    // Who may store and remove files may read them; everybody else is asked for.
    const access = caller.has('admin', 'service') ? NOBODYS : await this.decisions.ask(fileId, caller);
    const admission = admitCaller(file, caller, access, this.clock.now());
    if (admission.granted !== null && this.stops.isStopped(admission.granted)) throw downloadStopped();
    return admission;
  }
}

function factsOf(file: StoredFile) {
  return { fileId: file.id, fileName: file.fileName, size: file.size, etag: etagOf(file) };
}

function admitTicket(file: StoredFile, ticket: Ticket): Admission {
  const { userId, tier, rate, disposition, downloadId, generation, grantId, assetId, quality, origin } =
    ticket;
  return {
    file,
    userId,
    tier,
    rate,
    disposition,
    fileName: ticket.fileName === '' ? file.fileName : ticket.fileName,
    granted: ticket,
    expiresAt: ticket.expiresAt,
    facts: { ...factsOf(file), downloadId, generation, grantId, userId, assetId, quality, origin },
  };
}

function admitCaller(file: StoredFile, caller: Caller, access: FileAccess, now: Date): Admission {
  const { downloadId, generation, assetId, quality } = access;
  const { subject: userId, tier } = caller;
  return {
    file,
    userId,
    tier,
    rate: null,
    disposition: 'attachment',
    fileName: file.fileName,
    granted: downloadId === null ? null : { downloadId, generation: generation ?? 1, issuedAt: now },
    expiresAt: null,
    facts: {
      ...factsOf(file),
      downloadId,
      generation,
      grantId: null,
      userId,
      assetId,
      quality,
      origin: 'files',
    },
  };
}
