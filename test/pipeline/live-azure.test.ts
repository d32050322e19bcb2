/** The whole way: settings in drplan.yaml, the real source and SDK against a stand-in of Azure, a plan. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { openContext } from '../../src/pipeline/open.ts'
import { plan } from '../../src/pipeline/plan.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'
import { answerOf, subscriptionId } from '../support/azure-estate.ts'
import { withAzureCredentials } from '../support/azure-request.ts'
import { startAzureServer } from '../support/azure-server.ts'
import { smallAzure } from '../support/small-azure.ts'

afterEach(() => vi.unstubAllEnvs())

test('machines and samples of Azure become a plan that is sized by history', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-azure-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const cores = { name: { value: 'cores', localizedValue: 'Total Regional vCPUs' }, currentValue: 6, limit: 6 }
  const estate = { ...smallAzure(), usages: { compute: [cores], network: [] } }
  const server = await startAzureServer((asked) => answerOf(estate, asked))
  onTestFinished(server.close)
  withAzureCredentials(server.endpoint)
  await writeFile(
    join(folder, 'drplan.yaml'),
    `
schema: drplan/config@1
site: { id: quay }
sources:
  - { kind: azure, subscriptions: ["${subscriptionId}"], endpoint: "${server.endpoint}", metricsEndpoint: "${server.endpoint}", historyDays: 3 }
target: { platform: aws, region: eu-central-1 }
`,
  )

  const { stored } = await plan(
    await openContext({
      configFile: join(folder, 'drplan.yaml'),
      folders: { workspace: join(folder, '.drplan'), out: join(folder, 'out') },
      madeBy: 'drplan test',
      threads: 0,
      now: '2026-11-21T00:00:00.000Z',
      loadSource,
      loadTarget,
      report: () => {},
    }),
  )

  const { demands, network, findings } = stored.content
  expect(demands.map(({ vcpus }) => vcpus.basis)).toEqual(['forecast', 'forecast'])
  expect(network.subnets).toHaveLength(1)
  expect(findings.filter(({ code }) => code.startsWith('site.limit'))).toMatchObject([
    { severity: 'error', subject: `limits of ${subscriptionId} in westeurope` },
  ])
}, 60_000)
