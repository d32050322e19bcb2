/**
 * The catalogue against the tables it was made from, which are not in the project: DRPLAN_CATALOGUE_TABLES names
 * their folder (test/support/make-aws-catalogue.ts says what it holds). Whoever makes the catalogue anew runs
 * `DRPLAN_CATALOGUE_TABLES=<folder> npx vitest run catalogue-tables`; without the folder the file is not among the tests.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DrComponent } from '../../../src/model/dr-component.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { FLEX_BASELINE } from '../../../src/sources/aws/catalogue/types.ts'
import { readTable } from '../../support/catalogue-tables.ts'
import type { Row } from '../../support/catalogue-tables.ts'
import { makeAwsCatalogue, regions } from '../../support/make-aws-catalogue.ts'

const { components, regions: ownRegions } = loadAwsCatalogue()
const folder = process.env.DRPLAN_CATALOGUE_TABLES ?? ''
const table = (name: string): Row[] => readTable(folder, name)

describe('the AWS catalogue against its source tables', () => {
  it('is what the tool makes of them, byte for byte', () => {
    const file = readFileSync(new URL('../../../src/targets/aws/catalogue.json', import.meta.url), 'utf8')

    expect(makeAwsCatalogue(folder)).toBe(file)
  })

  it('has every type, with the figures of its row', () => {
    const rows = table('aws_instances.csv')
    const baselines = new Map(table('burstable.csv').map((row) => [row.type!, Number(row.baseline_pct_per_vcpu) / 100]))
    const figuresByType = new Map(components.map((component) => [component.id, figuresOf(component)]))

    const wrong = rows.filter((row) => {
      const baseline = row.family!.endsWith('-flex') ? FLEX_BASELINE : (baselines.get(row.type!) ?? null)
      return JSON.stringify(figuresByType.get(row.type!)) !== JSON.stringify(figuresIn(row, baseline))
    })

    expect(rows.length).toBe(components.length)
    expect(wrong.map((row) => [figuresIn(row, null), figuresByType.get(row.type!)])).toEqual([])
  })

  it('has every price of a type that is offered there, and estimates only where none was read', () => {
    const offered = new Map(table('aws_instances.csv').map((row) => [row.type!, row.offered_in!.split('|')]))
    const isWanted = (row: Row) => (offered.get(row.type!) ?? []).includes(row.region!)
    const estimated = table('aws_prices_estimated.csv')
      .filter(isWanted)
      .map((row) => [`${row.type} ${row.region}`, `${Number(row.ESTIMATE_linux_usd_hour)} estimated`] as const)
    const measured = table('aws_prices.csv')
      .filter(isWanted)
      .map((row) => [`${row.type} ${row.region}`, `${Number(row.linux_ondemand_usd_hour)} ${row.as_of}`] as const)

    const found = components.flatMap(({ id, prices }) =>
      prices.map(
        (price) => [`${id} ${price.region}`, `${price.perHour} ${price.estimated ? 'estimated' : price.asOf}`] as const,
      ),
    )

    expect(new Map(found)).toEqual(new Map([...estimated, ...measured]))
    expect(ownRegions).toEqual(regions)
  })
})

/** What both sides state, in the units of the table. */
function figuresOf({ current, capacity }: DrComponent): unknown {
  const [accelerator] = capacity.accelerators
  const gpus = accelerator?.kind === 'gpu' ? accelerator.count : 0
  return {
    current,
    vcpus: capacity.vcpus,
    memoryGiB: capacity.memoryGiB,
    isArm: capacity.architecture === 'arm64',
    bootModes: capacity.bootModes.length,
    networkMbps: capacity.networkMbps,
    diskIops: capacity.diskIops ?? 0,
    // Mbit/s; the catalogue rounds down to a hundredth of a MiB/s.
    disk: Math.round((((capacity.diskMiBps ?? 0) + 0.005) * 2 ** 20 * 8) / 1e6),
    limits: [capacity.maxDisks, capacity.maxNics],
    bareMetal: capacity.bareMetal,
    localDiskGB: Math.round(((capacity.localDiskGiB + 0.05) * 2 ** 30) / 1e9),
    coreMark: capacity.scorePerVcpu ?? 0,
    gpus,
    gpuMemoryGiB: Math.round(gpus * (accelerator?.memoryGiB ?? 0)),
    baseline: capacity.burstableBaseline,
  }
}

function figuresIn(row: Row, baseline: number | null): unknown {
  return {
    current: row.current_generation === 'True',
    vcpus: Number(row.vcpu),
    memoryGiB: Number(row.memory_gib),
    isArm: row.arch!.startsWith('arm64'),
    bootModes: row.boot_modes!.split('|').length,
    networkMbps: Math.round(Number(row.network_base_gbps) * 1000),
    diskIops: Number(row.ebs_base_iops),
    disk: Number(row.ebs_base_mbps),
    limits: [Number(row.ebs_max_attachments), Number(row.max_enis)],
    bareMetal: row.bare_metal === 'True',
    localDiskGB: Number(row.local_disk_gb),
    coreMark: Math.round(Number(row.coremark_ips) / Number(row.vcpu)),
    gpus: Number(row.gpu_count),
    gpuMemoryGiB: Math.round(Number(row.gpu_mem_gib_total)),
    baseline,
  }
}
