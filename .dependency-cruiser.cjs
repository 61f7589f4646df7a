/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'services-are-islands',
      severity: 'error',
      comment: 'A service talks to another through libs/contracts and the bus, never by import.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|deploy|bench)/' },
    },
    {
      name: 'libs-by-their-front-door',
      severity: 'error',
      comment:
        'Import a lib through its index, not its insides. jest.config.js names the set-up files by path.',
      from: { path: '^(apps|libs|deploy|bench)/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'kernel-and-ranges-stand-alone',
      severity: 'error',
      from: { path: '^libs/(kernel|http-range)/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/$1/', '^(node:)?crypto$'] },
    },
    {
      name: 'contracts-know-the-kernel-and-zod',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/(contracts|kernel)/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'messaging-knows-kernel-and-contracts',
      severity: 'error',
      from: { path: '^libs/messaging/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/', pathNot: '^libs/(messaging|kernel|contracts)/' },
    },
    {
      name: 'platform-knows-kernel-and-messaging',
      severity: 'error',
      from: { path: '^libs/platform/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/', pathNot: '^libs/(platform|kernel|messaging)/' },
    },
    {
      name: 'http-lane-knows-the-platform',
      severity: 'error',
      from: { path: '^libs/http-lane/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/', pathNot: '^libs/(http-lane|platform)/' },
    },
    {
      name: 'testing-knows-kernel-and-contracts',
      severity: 'error',
      from: { path: '^libs/testing/src/' },
      to: { path: '^libs/', pathNot: '^libs/(testing|kernel|contracts)/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      comment: 'No image has it.',
      from: { path: '^(apps|libs)/[^/]+/src/', pathNot: ['^libs/testing/', '\\.(spec|fixture)\\.ts$'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'kafkajs-stays-in-its-carrier',
      severity: 'error',
      comment: 'It is no longer maintained: one folder to replace.',
      from: { path: '^(apps|libs)/', pathNot: '^libs/messaging/(src|test)/kafka/' },
      to: { path: '(^|/)node_modules/kafkajs/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'domain/ may import domain/, the kernel and the arithmetic of ranges: no Nest, no TypeORM, no env, no I/O.',
      from: { path: '^apps/([^/]+)/src/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^apps/$1/src/domain/', '^libs/(kernel|http-range)/', '^(node:)?crypto$'] },
    },
    {
      name: 'application-knows-no-edge',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/application/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          '^apps/[^/]+/src/(http|messaging|persistence)/',
          '(^|/)node_modules/(typeorm|fastify|express|kafkajs|ioredis)/',
        ],
      },
    },
    {
      name: 'edges-do-not-touch',
      severity: 'error',
      comment:
        'http, messaging and persistence meet only in application/ (and in the module that wires them).',
      from: { path: '^apps/([^/]+)/src/(http|messaging|persistence)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/[^/]+/src/(http|messaging|persistence)/', pathNot: '^apps/$1/src/$2/' },
    },
    {
      name: 'editions-do-not-touch',
      severity: 'error',
      comment: 'One HTTP edition never imports another: they share the use case, not the wire.',
      from: { path: '^apps/([^/]+)/src/http/([^/]+)/' },
      to: { path: '^apps/$1/src/http/[^/]+/', pathNot: '^apps/$1/src/http/$2/' },
    },
    {
      name: 'end-to-end-is-a-black-box',
      severity: 'error',
      comment:
        'It knows URLs only: no service, no lib but the kernel, the contracts and the helpers for tests.',
      from: { path: '^apps/e2e/' },
      to: { path: '^libs/', pathNot: '^libs/(kernel|contracts|testing)/' },
    },
    {
      name: 'not-to-spec',
      severity: 'error',
      from: { pathNot: '\\.(spec|int-spec|e2e-spec|stack-spec)\\.ts$' },
      to: { path: '\\.(spec|int-spec|e2e-spec|stack-spec)\\.ts$' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|^apps/dashboard/' },
  },
};
