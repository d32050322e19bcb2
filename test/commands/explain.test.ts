import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import Explain from '../../commands/explain.ts'
import { harbourFoods } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

async function explain(...argv: readonly string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  process.exitCode = 0
  const config = ['--config', join(folder, 'drplan.yaml')]
  const { stdout, stderr, error } = await captureOutput(() => Explain.run([...argv, ...config], root), { print: false })
  const exitCode = (error?.oclif?.exit ?? process.exitCode) || 0
  return { stdout, stderr, exitCode }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-explain-'))
  await cp(harbourFoods, folder, { recursive: true })
  await explain('web-1')
  return () => rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  process.exitCode = 0
})

describe('explain', () => {
  test('shows every part of one VM on stdout, progress on stderr, and writes no plan', async () => {
    const { stdout, stderr, exitCode } = await explain('shop-db-1')

    expect(exitCode).toBe(0)
    expect(stdout.trimStart()).toMatch(/^shop-db-1 {3}storefront, tier 0 \(mission critical\)/)
    for (const title of [
      'Component',
      'Strategies',
      'What would change the choice',
      'Cost',
      'Disks',
      'Addresses',
      'Order',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${title}$`, 'm'))
    expect(stdout).toMatch(/^ {2}Compatibility +ready/m)
    expect(stdout).toMatch(/^ {2}waited for by +cache-1|^ {2}waited for by +shop-1/m)
    expect(stderr).toMatch(/✔ translate .* reused/)
    expect(stderr).not.toMatch(/✔ write/)
    expect(await readdir(folder)).not.toContain('out')
  })

  test('gives everything as one JSON document, with unrounded figures and ends null where there is none', async () => {
    const { stdout, stderr } = await explain('label-1', '--json')

    const report = JSON.parse(stdout)

    expect(stderr).toBe('')
    expect(report).toMatchObject({
      schema: 'drplan/explain@1',
      name: 'label-1',
      tier: { id: '3' },
      tierOrigin: { kind: 'rule', rule: 1 },
      tierProposal: null,
      unmapped: null,
      addresses: [{ from: '172.20.1.31', to: '10.132.1.31', rule: 'offset' }],
      order: { waitsFor: [{ name: 'wms-app-1' }], waitedForBy: [] },
    })
    const { cost, offering } = report.assignment
    const standby = cost.filter(({ phase }: { phase: string }) => phase === 'standby')
    expect(standby.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)).toBeCloseTo(
      offering.standbyPerMonth,
      6,
    )
    expect(report.choice.considered).toBeGreaterThan(report.choice.holding)
  })

  test('finds a VM by its id, too', async () => {
    const { stdout } = await explain('vm-123', '--json')

    expect(JSON.parse(stdout)).toMatchObject({ vmId: 'vm-123', name: 'label-1' })
  })

  test('says why a VM is left out', async () => {
    const { stdout, exitCode } = await explain('tpl-debian-12')

    expect({ stdout, exitCode }).toEqual({
      stdout: expect.stringContaining('tpl-debian-12 is not planned: it is a template.'),
      exitCode: 0,
    })
  })

  test('shows the cells of an application, their states, and what moves them', async () => {
    const { stdout, exitCode } = await explain('storefront')
    const json = JSON.parse((await explain('storefront', '--json')).stdout)

    expect(exitCode).toBe(0)
    expect(stdout.trimStart()).toMatch(/^storefront {3}application, tier 0/)
    expect(stdout).toMatch(/Primary cell +harbour-foods +zones hall-a/)
    expect(stdout).toMatch(/Consistent +storefront-data +shop-db-1, shop-db-2/)
    expect(stdout).toMatch(/wave-4 .* recovery → active +identity is back/)
    expect(json).toMatchObject({ schema: 'drplan/explain@1', application: { name: 'storefront', tierId: '0' } })
  })

  test('asks whether another name was meant, in JSON too', async () => {
    const plain = await explain('shop-bd-1')
    const json = await explain('shop-bd-1', '--json')

    expect(plain).toMatchObject({ exitCode: 2, stdout: '' })
    expect(plain.stderr).toMatch(/There is no VM shop-bd-1 at the primary site[\s\S]*Did you mean shop-db-1\?/)
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'cli.usage', exitCode: 2, suggestions: ['Did you mean shop-db-1?'] },
    })
  })

  test('needs a VM', async () => {
    expect(await explain()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cli.usage') })
  })

  test('has help with examples', () => {
    expect(Explain.examples).toContain('<%= config.bin %> <%= command.id %> db-01')
    expect(Explain.args.vm.description).toBe('the VM, by id or name; or an application')
  })
})
