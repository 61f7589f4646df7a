import process from 'node:process';

const swc = [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2024',
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: {
    '^@waybill/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/apps/dashboard/'],
};

/** Small tests lie beside the code and do no I/O; `int-spec` has a real PostgreSQL, `stack-spec` a real Kafka and Redis too; `e2e-spec` knows URLs only. */
export default {
  reporters: ['default', '<rootDir>/deploy/ci/tally-reporter.ts'],
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,deploy}/**/*.spec.ts'] },
    {
      ...base,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs,deploy}/**/*.int-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/libs/testing/src/jest/patience.ts'],
      globalSetup: '<rootDir>/libs/testing/src/jest/start-postgres.ts',
      globalTeardown: '<rootDir>/libs/testing/src/jest/stop-postgres.ts',
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/apps/e2e/**/*.e2e-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/libs/testing/src/jest/patience.ts'],
      globalSetup: '<rootDir>/apps/e2e/stack/start.ts',
      globalTeardown: '<rootDir>/apps/e2e/stack/stop.ts',
    },
    {
      ...base,
      displayName: 'full-stack',
      testMatch: [
        '<rootDir>/apps/e2e/**/*.e2e-spec.ts',
        '<rootDir>/apps/e2e/stack-specs/*.full-stack-spec.ts',
      ],
      // The first starts an embedded stack of its own, wherever it runs; the next two need the embedded stack's folders.
      testPathIgnorePatterns: [
        ...base.testPathIgnorePatterns,
        'restart.e2e-spec.ts',
        'orphans.e2e-spec.ts',
        'scrub.e2e-spec.ts',
        process.env.WAYBILL_STORAGE === 's3' ? 'disk.full-stack-spec.ts' : 'bucket.full-stack-spec.ts',
        // Nobody sees what a presigned link gave.
        ...(process.env.DELIVERY === 'direct' ? ['store-counts.e2e-spec.ts'] : []),
      ],
      setupFilesAfterEnv: ['<rootDir>/libs/testing/src/jest/patience.ts'],
      globalSetup: '<rootDir>/apps/e2e/stack/start-full.ts',
      globalTeardown: '<rootDir>/apps/e2e/stack/stop.ts',
    },
    {
      ...base,
      displayName: 'browser',
      testMatch: ['<rootDir>/apps/e2e/browser/*.browser-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/libs/testing/src/jest/patience.ts'],
      globalSetup: '<rootDir>/apps/e2e/browser/start-stack.ts',
      globalTeardown: '<rootDir>/apps/e2e/stack/stop.ts',
    },
    {
      ...base,
      displayName: 'stack',
      testMatch: ['<rootDir>/{apps,libs,deploy}/**/*.stack-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/libs/testing/src/jest/patience.ts'],
      globalSetup: '<rootDir>/libs/testing/src/jest/start-postgres.ts',
      globalTeardown: '<rootDir>/libs/testing/src/jest/stop-postgres.ts',
    },
  ],
};
