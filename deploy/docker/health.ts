import { isReady } from '../embedded/health.ts';

/** For HEALTHCHECK: 0 where the service of this container is ready. */
process.exitCode = (await isReady(`http://127.0.0.1:${process.env.PORT ?? '8080'}`)) ? 0 : 1;
