/**
 * The directions of docs/ARCHITECTURE.md, one rule a layer. scripts/checks/directions.test.ts plants a violation of each
 * rule and expects it to fire, so a checker that silently reads nothing is noticed.
 */
const layer = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.(test|fuzz)\\.tsx?$' },
  to: { path: '^(lib|app|components|prisma|e2e|scripts)/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'modules that need each other to run; naming each other in types is fine',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    layer('base-knows-nothing', '^lib/base/', [], 'base has no dependency at all'),
    {
      name: 'base-no-packages',
      severity: 'error',
      from: { path: '^lib/base/', pathNot: '\\.(test|fuzz)\\.ts$' },
      to: { dependencyTypes: ['npm'] },
    },
    layer('model-on-base', '^lib/model/', ['^lib/base/'], 'model is vocabulary and pure functions'),
    layer('amqp-on-model', '^lib/amqp/', ['^lib/(base|model)/'], 'the codec knows bytes only'),
    {
      name: 'amqp-no-io',
      severity: 'error',
      from: { path: '^lib/amqp/', pathNot: '\\.(test|fuzz)\\.ts$' },
      to: { path: '^(node:)?(net|tls|fs|http|https|child_process|worker_threads)(/|$)' },
    },
    layer(
      'broker-on-amqp',
      '^lib/broker/',
      ['^lib/(base|model|amqp)/'],
      'the broker knows nothing of Next, React, Prisma or the connectors',
    ),
    {
      name: 'broker-no-frameworks',
      severity: 'error',
      from: { path: '^lib/broker/' },
      to: { path: 'node_modules/(next|react|react-dom|prisma|@prisma|better-auth|amqplib)/', pathNot: 'nothing' },
    },
    {
      name: 'broker-is-spawned',
      severity: 'error',
      comment: 'only lib/server spawns it; everything else talks AMQP and HTTP',
      from: { path: '^(app|components|lib/(connectors|services|queries|db))/' },
      to: { path: '^lib/broker/' },
    },
    layer(
      'connectors-on-model',
      '^lib/connectors/',
      ['^lib/(base|model)/', '^lib/amqp/index\\.ts$'],
      'a connector knows the vocabulary, and the codec: no client library keeps every header type',
    ),
    layer(
      'services-on-port',
      '^lib/services/',
      ['^lib/(base|model|db)/', '^lib/connectors/(connector|capabilities|registry)\\.ts$'],
      'services know the port, never a concrete connector',
    ),
    {
      name: 'prisma-only-in-db',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '^lib/db/' },
      to: { path: ['node_modules/(@prisma|prisma|@libsql|libsql)/', '^lib/db/generated/'] },
    },
    layer('db-on-model', '^lib/db/', ['^lib/(base|model)/'], 'repositories know the vocabulary only'),
    layer('queries-on-model', '^lib/queries/', ['^lib/(base|model)/'], 'the browser side knows the vocabulary and fetch'),
    layer('components-on-queries', '^components/', ['^lib/(base|model|queries)/'], 'a component never knows a service'),
    {
      name: 'resources-are-siblings',
      severity: 'error',
      comment: 'a resource folder builds on the shared ui layers, not on another resource',
      from: { path: '^components/([^/]+)/', pathNot: '^components/(ui|data-table|charts|shell)/' },
      to: {
        path: '^components/([^/]+)/',
        pathNot: [
          '^components/(ui|data-table|charts|shell|message-view|message-form|message-search|routing-graph)/',
          '^components/messages/plan/',
          '^components/$1/',
        ],
      },
    },
    {
      name: 'server-is-the-root',
      severity: 'error',
      from: { path: '^(components|lib)/', pathNot: '^lib/server/' },
      to: { path: '^lib/server/' },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '\\.(test|fuzz|spec)\\.tsx?$' },
      to: { path: ['\\.(test|fuzz|spec)\\.tsx?$', '^(e2e|scripts)/'] },
    },
    {
      name: 'no-node-in-browser',
      severity: 'error',
      from: { path: '^(components|lib/(queries|model|base))/', pathNot: '\\.(test|fuzz)\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-broker-in-browser',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^lib/(broker|services|server|db|connectors)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist|data|lib/db/generated)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
