import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { IMAGES } from '@waybill/testing';
import { nodeOptionsOf, SERVICES } from '../embedded/services.js';
import { VERSIONS } from '../stack/versions.js';

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly healthcheck?: { readonly test?: unknown; readonly disable?: boolean };
  readonly mem_limit?: string;
  readonly cpus?: string | number;
  readonly pids_limit?: number;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly replicas?: number };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const isJob = ({ healthcheck }: Service) => healthcheck?.disable === true;
const dockerfile = readFileSync(join(import.meta.dirname, 'Dockerfile'), 'utf8');

describe('docker-compose.yml', () => {
  it.each(services)('%s has a pinned image', (_name, { image }) => {
    expect(image).toMatch(/^[\w./-]+:(v?\d+\.\d+[\w.-]*|\$\{WAYBILL_VERSION:-\d+\.\d+\.\d+\})$/);
  });

  it.each(services)('%s has limits', (_name, { mem_limit, cpus, pids_limit }) => {
    expect(mem_limit).toMatch(/^\d+[mg]$/);
    expect(cpus).toBeDefined();
    expect(pids_limit).toBeGreaterThan(0);
  });

  it.each(services.filter(([, service]) => !isJob(service)))(
    '%s has a health check',
    (_name, { healthcheck }) => expect(healthcheck?.test).toBeDefined(),
  );

  it.each(services.filter(([, service]) => isJob(service)))('%s runs once', (_name, { restart }) =>
    expect(restart).toBe('on-failure:5'),
  );

  it.each(services.filter(([, { image }]) => image?.startsWith('waybill:')))(
    '%s runs our image on a read-only root',
    (_name, { read_only }) => expect(read_only).toBe(true),
  );

  it('runs each service that the embedded stack runs, as it does, twice but for the gateway, which publishes the port', () => {
    for (const service of SERVICES) {
      const { name } = service;
      expect(compose.services[name]?.command).toEqual([
        ...nodeOptionsOf(service),
        'deploy/docker/serve.ts',
        name,
      ]);
      expect(compose.services[name]?.deploy?.replicas).toBe(name === 'gateway' ? undefined : 2);
    }
  });

  it('starts nothing before what it needs', () => {
    for (const [, { depends_on = {} }] of services)
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const service = compose.services[needed] ?? {};
        expect(service.image).toBeDefined();
        expect(condition).toBe(isJob(service) ? 'service_completed_successfully' : 'service_healthy');
      }
  });

  it('names only volumes and networks that it has', () => {
    for (const [, { volumes = [], networks }] of services) {
      const named = volumes
        .map((volume) => volume.split(':')[0] ?? '')
        .filter((name) => !name.startsWith('.'));
      for (const name of named) expect(Object.keys(compose.volumes)).toContain(name);
      for (const name of networks ?? []) expect(Object.keys(compose.networks)).toContain(name);
    }
  });

  it.each(services)('%s is on networks or on none', (_name, { networks, network_mode }) =>
    // Compose takes a file with both for invalid.
    expect(network_mode).toBe(networks === undefined ? 'none' : undefined),
  );

  it('holds no secret', () => {
    for (const [, { environment = {} }] of services)
      for (const name of Object.keys(environment))
        expect(name).not.toMatch(/(PASSWORD|SECRET|PRIVATE_KEY|TOKEN|ACCESS_KEY)$/);
    expect(text).not.toMatch(/:\/\/[^\s/]*:[^\s/$]+@/);
  });

  it('publishes on the loopback only', () => {
    for (const [, { ports = [] }] of services)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('runs the versions that the stack without Docker runs', () => {
    expect(compose.services.kafka?.image).toBe(`apache/kafka:${VERSIONS.kafka}`);
    expect(compose.services.s3?.image).toBe(`versity/versitygw:${VERSIONS.versitygw}`);
  });

  it('runs the images that the tests run against', () => {
    for (const name of ['postgres', 'kafka', 'redis'] as const)
      expect(compose.services[name]?.image).toBe(IMAGES[name]);
  });
});

describe('the Dockerfile', () => {
  const stages = [...dockerfile.matchAll(/^FROM (\S+) AS \w+$/gm)].map(([, image]) => image);
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('has a stage that builds and one that runs, on a slim Node 24 by version', () => {
    expect(stages).toHaveLength(2);
    for (const image of stages) expect(image).toMatch(/^node:24\.\d+\.\d+-\w+-slim$/);
  });

  it('keeps what is for development out', () => expect(dockerfile).toContain('npm prune --omit=dev'));

  it.each(['USER node', 'HEALTHCHECK ', 'STOPSIGNAL SIGTERM', 'LABEL '])('ends with %s', (instruction) =>
    expect(last).toContain(`\n${instruction}`),
  );

  it('takes nothing from outside by ADD, and no package without a lock', () => {
    expect(dockerfile).not.toMatch(/^ADD /m);
    expect(dockerfile).not.toMatch(/npm (install|i) /);
  });
});
