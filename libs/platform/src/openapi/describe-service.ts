import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PlatformModule } from '../boot/platform.module.js';
import { ErrorRenderer } from '../errors/error-renderer.js';
import { documentConstraints } from './constraints.js';

/** Long enough to pass as one; nothing is signed while describing. */
const NO_SECRET = 'describing-a-service-signs-nothing-at-all';
/** Where `@ApiTags` leaves its names. */
const TAGS = 'swagger/apiUseTags';

/** What a service answers of one edition. */
export interface DescribedEdition {
  /** The tag of its controllers; null where they have none. */
  readonly tag: string | null;
  readonly document: OpenAPIObject;
}

/**
 * The OpenAPI 3.1 documents of everything a service answers, one for each tag, read from its controllers. Editions may
 * use the same names for their shapes, so each is described by itself. Nothing is instantiated: no database is opened,
 * no port taken.
 */
export async function describeService(name: string, service: DynamicModule): Promise<DescribedEdition[]> {
  documentConstraints();
  const described: DescribedEdition[] = [];
  for (const [tag, controllers] of Map.groupBy(service.controllers ?? [], tagOf))
    described.push({ tag, document: await describe(name, { ...service, controllers }) });
  return described;
}

function tagOf(controller: Type): string | null {
  const tags = Reflect.getMetadata(TAGS, controller) as readonly string[] | undefined;
  return tags?.[0] ?? null;
}

async function describe(name: string, service: DynamicModule): Promise<OpenAPIObject> {
  const platform = {
    name,
    callerTokenSecret: NO_SECRET,
    renderer: new ErrorRenderer([]),
    metricsRoute: false,
  };
  const root = PlatformModule.register(platform, service);
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const empty = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle(name).build();
  return SwaggerModule.createDocument(app, empty, {
    operationIdFactory: (controller, method) => `${controller}_${method}`,
  });
}
