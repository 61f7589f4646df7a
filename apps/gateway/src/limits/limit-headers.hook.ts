import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Admission } from './admission.js';
import { LIMIT_HEADERS, mergeLimit } from './limit-headers.js';

/** Puts the limit's headers on every answer that went through a limit, refusals too, beside those of a grant. */
@Injectable()
export class LimitHeadersHook implements OnModuleInit {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly admission: Admission,
  ) {}

  onModuleInit(): void {
    const fastify: FastifyInstance = this.adapters.httpAdapter.getInstance();
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const ours = this.admission.headersOf(request);
      for (const name of LIMIT_HEADERS) setMerged(reply, name, ours[name]);
      done(null, payload);
    });
  }
}

function setMerged(reply: FastifyReply, name: string, ours: string | undefined): void {
  if (ours === undefined) return;
  const theirs = reply.getHeader(name);
  const value = mergeLimit(typeof theirs === 'number' ? String(theirs) : theirs, ours);
  if (value !== undefined) void reply.header(name, value);
}
