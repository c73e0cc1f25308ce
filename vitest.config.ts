import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { summaryReporter } from './tools/reporter.ts'

const secondMs = 1000

/** Packages resolve to their sources, so that nothing has to be built before a test. */
const resolve = { conditions: ['siyu-source', ...defaultClientConditions] }
const ssr = { resolve: { conditions: ['siyu-source', ...defaultServerConditions] } }

function project(
  name: string,
  include: string[],
  test: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return {
    resolve,
    ssr,
    test: { name, include, environment: 'node', expect: { poll: { timeout: 10 * secondMs } }, ...test },
  }
}

const isLong = process.env.SIYU_LONG !== undefined
/** Generous, because a busy machine is no failure; suites at full size take their time. */
const atMost = (seconds: number): number => (isLong ? 30 * 60 : seconds) * secondMs
const server = { testTimeout: atMost(180), hookTimeout: atMost(180) }
/**
 * One real PostgreSQL for all suites that want one; and a worker keeps what it loaded and the database template it made
 * for its next file, which is most of what a small file of tests costs.
 */
const withPostgres = {
  ...server,
  isolate: false,
  globalSetup: ['packages/server/src/kernel/testing/global-setup.ts'],
}
/** The reference form is the same for every endpoint: the short run looks at the heaviest, the long one at all. */
const everyRoute = ['packages/server/src/**/routes.test.ts']
const someRoutes = ['packages/server/src/orders/routes.test.ts', 'packages/server/src/coupons/routes.test.ts']
const tests = (folder: string): string[] => [`${folder}/**/*.test.ts`, `${folder}/**/*.test.tsx`]

export default defineConfig({
  resolve,
  ssr,
  test: {
    maxWorkers: 2,
    reporters: ['default', summaryReporter],
    projects: [
      project('core', tests('packages/core/src'), { testTimeout: atMost(20), isolate: false }),
      project('analytics', tests('packages/analytics/src'), { ...server, isolate: false }),
      project('react', tests('packages/react/src'), server),
      project('server', tests('packages/server/src'), withPostgres),
      project(
        'server-transaction',
        [
          ...(isLong ? everyRoute : someRoutes),
          'packages/server/src/kernel/command.test.ts',
          'packages/server/src/season.test.ts',
        ],
        { ...withPostgres, env: { SIYU_COMMIT_FORM: 'transaction', SIYU_TEST_DATABASE: 'pglite' } },
      ),
      project('tools', tests('tools'), { testTimeout: atMost(240), hookTimeout: 480 * secondMs }),
      project('e2e', tests('examples/e2e'), {
        testTimeout: 120 * secondMs,
        hookTimeout: 120 * secondMs,
        globalSetup: ['examples/e2e/global-setup.ts'],
      }),
    ],
  },
})
