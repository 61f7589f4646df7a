import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Module,
  Param,
  Post,
  type DynamicModule,
} from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { IsInt, IsString, Min } from 'class-validator';
import { EventEmitter, once } from 'node:events';
import {
  type Caller,
  CurrentCaller,
  DatabaseModule,
  type ErrorDialect,
  Idempotent,
  IdempotencyModule,
  idempotencyMigrations,
  Internal,
  Public,
  RequestContext,
  Roles,
} from '../../src/index.js';

export class NewNote {
  @IsString()
  title!: string;

  @IsInt()
  @Min(1)
  pages!: number;
}

/** What a test can watch and steer of the running handlers. */
export const probe = Object.assign(new EventEmitter(), { made: 0 });

@Controller('notes')
export class NotesController {
  @Get('open')
  @Public()
  open(@CurrentCaller() caller: Caller | null) {
    return { subject: caller?.subject ?? null, context: RequestContext.current() ?? null };
  }

  @Get('mine')
  mine(@CurrentCaller() caller: Caller) {
    return { subject: caller.subject, service: caller.service, requestId: caller.requestId };
  }

  @Get('admin')
  @Roles('admin', 'service')
  admin() {
    return { ok: true };
  }

  @Get('internal')
  @Internal()
  internal() {
    return { ok: true };
  }

  @Get('broken')
  broken(): never {
    throw new Error('select secret from vault');
  }

  @Get('slow')
  @Public()
  async slow() {
    probe.emit('slow:begun');
    await once(probe, 'slow:end');
    return { finished: true };
  }

  @Post()
  @Idempotent()
  async add(@Body() note: NewNote, @CurrentCaller() caller: Caller) {
    probe.made += 1;
    const number = probe.made;
    probe.emit('add:begun');
    if (note.title === 'slowly') await once(probe, 'add:end');
    if (note.title === 'taken') throw new DomainError('conflict', 'TAKEN', 'It is taken', { number });
    if (note.title === 'broken') throw new Error('no disk');
    return {
      number,
      title: note.title,
      pages: note.pages,
      by: caller.subject,
      context: RequestContext.current(),
    };
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string) {
    throw new DomainError('not-found', 'NOTE_NOT_FOUND', `There is no note ${id}`);
  }
}

export function notesModule(databaseUrl: string): DynamicModule {
  @Module({
    imports: [
      DatabaseModule.forRoot({ url: databaseUrl, entities: [], migrations: [...idempotencyMigrations] }),
      IdempotencyModule,
    ],
    controllers: [NotesController],
  })
  class NotesModule {}
  return { module: NotesModule };
}

/** French, so that a test sees whose language it is. */
export const notesDialect: ErrorDialect = {
  name: 'notes',
  language: 'fr',
  covers: (_method, path) => path === '/notes' || path.startsWith('/notes/'),
  render: ({ status, code, message, details, language, requestId }) => ({
    body: { success: false, error: { status, code, message, details, language, requestId } },
  }),
};
