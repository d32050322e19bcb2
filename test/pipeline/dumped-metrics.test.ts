/** Inventory and metrics that the command lines of clouds wrote into one folder, or beside another inventory. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { metricFolder } from '../../src/pipeline/metric-folder.ts'
import { monitorOnly } from '../../src/pipeline/steps.ts'
import { readMetricSummary } from '../../src/workspace/metrics/store.ts'
import { contextOf } from '../support/run-plan.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const recorded = join(import.meta.dirname, '../../fixtures/recorded')

async function monitorFolder(folder: string, sources: string) {
  const config = `schema: drplan/config@1\nsite: { id: dumped }\nsources:\n${sources}\ntarget: { platform: aws, region: eu-central-1 }\n`
  await writeFile(join(folder, 'drplan.yaml'), config)
  const context = await contextOf(folder)
  const { site } = await monitorOnly(context)
  const summary = await readMetricSummary(metricFolder(context))
  const series = summary?.series.map(({ vmId, metric }) => `${vmId.split('/').at(-1)} ${metric}`).toSorted()
  return { series, findings: site.stored.content.findings, reused: site.reused }
}

describe('one run of monitor', () => {
  test('reads the VMs and the samples of an aws-describe folder; a second one has nothing to do', async () => {
    const folder = await temporaryFolder()
    await cp(join(recorded, 'aws-describe/harbour'), join(folder, 'aws'), { recursive: true })

    const first = await monitorFolder(folder, '  - { kind: aws-describe, path: aws }')
    const again = await monitorFolder(folder, '  - { kind: aws-describe, path: aws }')

    const [one, two] = ['i-0aaa0000000000001', 'i-0aaa0000000000002']
    expect(first.series).toEqual([
      `${one} cpu`,
      `${one} disk-operations`,
      `${one} memory`,
      `${one} network-received-bytes`,
      `${one} network-sent-bytes`,
      `${two} disk-written-bytes`,
      `${two} network-received-bytes`,
    ])
    expect(first.findings.map(({ code }) => code)).toContain('store.series-unmatched')
    expect([first.reused, again.reused]).toEqual([false, true])
  })

  test('assumes no statistic that drplan.yaml states, and reads again when it states one', async () => {
    const folder = await temporaryFolder()
    const id = 'i-0aaa0000000000001'
    const Timestamps = ['2026-11-20T10:00:00Z', '2026-11-20T10:05:00Z']
    const answer = { MetricDataResults: [{ Id: 'm1', Label: `${id} CPUUtilization`, Timestamps, Values: [25, 50] }] }
    const inventory = { schema: 'drplan/inventory@1', vms: [{ id, vcpus: 2, memoryGiB: 4 }] }
    await writeFile(join(folder, 'vms.json'), JSON.stringify(inventory))
    await mkdir(join(folder, 'metrics'))
    await writeFile(join(folder, 'metrics/cpu.json'), JSON.stringify(answer))
    const sources = (more: string): string =>
      `  - { kind: inventory, path: vms.json }\n  - { kind: aws-describe, path: metrics${more} }`
    const guesses = ({ findings }: Awaited<ReturnType<typeof monitorFolder>>) =>
      findings.filter(({ code }) => code === 'site.guessed')

    const assumed = await monitorFolder(folder, sources(''))
    const stated = await monitorFolder(folder, sources(', statistic: usual'))

    expect(guesses(assumed)).toHaveLength(1)
    expect(guesses(stated)).toEqual([])
    expect([assumed.series, stated.series]).toEqual([[`${id} cpu`], [`${id} cpu`]])
  })

  test('reads the VMs and the samples of an azure-cli folder', async () => {
    const folder = await temporaryFolder()
    await cp(join(recorded, 'azure-cli'), join(folder, 'azure'), { recursive: true })

    const { series } = await monitorFolder(folder, '  - { kind: azure-cli, path: azure }')

    expect(series).toEqual([
      'marsh-db cpu',
      'marsh-db disk-operations',
      'marsh-db disk-written-bytes',
      'marsh-db memory',
      'marsh-db network-received-bytes',
    ])
  })

  test('reads metrics of one folder for the VMs of another source', async () => {
    const folder = await temporaryFolder()
    const inventory = { schema: 'drplan/inventory@1', vms: [{ id: 'i-0aaa0000000000001', vcpus: 2, memoryGiB: 4 }] }
    await writeFile(join(folder, 'vms.json'), JSON.stringify(inventory))
    await mkdir(join(folder, 'metrics'))
    await cp(join(recorded, 'aws-describe/harbour/metric-data.json'), join(folder, 'metrics/metric-data.json'))

    const sources = '  - { kind: inventory, path: vms.json }\n  - { kind: aws-describe, path: metrics }'
    const { series, findings } = await monitorFolder(folder, sources)
    await rm(join(folder, 'metrics/metric-data.json'))

    expect(series).toHaveLength(5)
    expect(findings.map(({ code }) => code)).toContain('site.inventory-missing')
    expect(findings.filter(({ code }) => code === 'network.rules-unknown')).toEqual([])
    await expect(monitorFolder(folder, sources)).rejects.toMatchObject({ code: 'source.nothing-readable' })
  })
})
