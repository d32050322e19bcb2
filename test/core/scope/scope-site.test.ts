import { describe, expect, it } from 'vitest'
import { scopeSite } from '../../../src/core/scope/scope-site.ts'
import { InputError } from '../../../src/errors.ts'
import { configSchema, type Config } from '../../../src/model/config.ts'
import { aNetwork } from '../../builders-network.ts'
import { aSite, aVm } from '../../builders.ts'

const aConfig = (over: object = {}): Config =>
  configSchema.parse({
    schema: 'drplan/config@1',
    site: { id: 'test-site' },
    sources: [{ kind: 'inventory', path: 'site.yaml' }],
    target: { platform: 'aws', region: 'eu-west-1' },
    ...over,
  })

describe('the scope of a plan', () => {
  it('gives each VM the first rule about accelerators that matches it', () => {
    const accelerators = [
      { match: { name: 'train-*' }, memoryGiB: 40 },
      { match: { name: '*' }, memoryGiB: 8 },
    ]
    const vms = [aVm({ id: 'train-1' }), aVm({ id: 'web-1' })]

    const { planned } = scopeSite(aSite({ vms }), aConfig({ mapping: { accelerators } }))
    const { planned: without } = scopeSite(aSite({ vms }), aConfig())

    expect(planned.map(({ accelerator }) => accelerator?.memoryGiB)).toEqual([40, 8])
    expect(without[0]).not.toHaveProperty('accelerator')
  })

  it('covers every workload, sorted by id, in the standard tier, each its own application', () => {
    const { planned, findings } = scopeSite(aSite({ vms: [aVm({ id: 'b' }), aVm({ id: 'a' })] }), aConfig())

    expect(planned.map(({ vm, tier, application }) => [vm.id, tier.id, application])).toEqual([
      ['a', '3', 'a'],
      ['b', '3', 'b'],
    ])
    expect(findings).toEqual([])
  })

  it.each([
    ['template', { kind: 'template' }, {}, 'it is a template'],
    ['platform VM', { kind: 'platform' }, {}, 'it is a platform VM'],
    ['powered-off VM', { power: 'off' }, {}, 'it is powered off'],
    ['excluded VM', {}, { exclude: [{ match: { name: 'vm-*' }, reason: 'ends in May' }] }, 'ends in May'],
  ] as const)('leaves out a %s and says why', (...row) => {
    const [, vm, config, reason] = row
    const { planned, excluded, findings } = scopeSite(aSite({ vms: [aVm(vm)] }), aConfig(config))

    expect(planned).toEqual([])
    expect(excluded).toEqual([{ vmId: 'vm-1', reason }])
    expect(findings).toMatchObject([{ code: 'plan.vm-excluded', affected: ['vm-1'] }])
  })

  it('covers powered-off VMs where drplan.yaml says so', () => {
    const config = aConfig({ mapping: { protectPoweredOff: true } })

    expect(scopeSite(aSite({ vms: [aVm({ power: 'off' })] }), config).planned).toHaveLength(1)
  })

  it.each([
    [null, '1'],
    ['0', '0'],
    ['tier-2', '2'],
    ['Tier 2', '2'],
  ])('takes the tier that the VM states (%s) before the one of the first rule', (tier, expected) => {
    const assign = [
      { match: { name: 'vm-*' }, application: 'shop' },
      { match: { name: '*' }, tier: '1' },
      { match: { name: '*' }, tier: '4' },
    ]

    const { planned } = scopeSite(aSite({ vms: [aVm({ tier })] }), aConfig({ assign }))

    expect(planned).toMatchObject([{ tier: { id: expected }, application: 'shop' }])
  })

  it('plans a VM with an unknown tier in the standard one, and says so', () => {
    const { planned, findings } = scopeSite(aSite({ vms: [aVm({ tier: 'gold' })] }), aConfig())

    expect(planned[0]?.tier.id).toBe('3')
    expect(findings).toMatchObject([{ code: 'plan.tier-unknown', affected: ['vm-1'] }])
  })

  it.each([
    [{ defaultTier: '9' }, 'defaultTier'],
    [{ assign: [{ match: { name: '*' }, tier: '9' }] }, 'assign[0].tier'],
  ])('stops at a tier that drplan.yaml does not have: %j', (config, where) => {
    expect(() => scopeSite(aSite(), aConfig(config))).toThrow(InputError)
    expect(() => scopeSite(aSite(), aConfig(config))).toThrow(where)
  })

  it('gathers the dependencies of the VM and of all rules, each once', () => {
    const assign = [
      { match: { name: '*' }, dependsOn: ['dns', 'db'] },
      { match: { name: '*' }, dependsOn: ['dns'] },
    ]

    const { planned } = scopeSite(aSite({ vms: [aVm({ dependsOn: ['db'] })] }), aConfig({ assign }))

    expect(planned[0]?.vm.dependsOn).toEqual(['db', 'dns'])
  })

  it('of 10,000 VMs and 50 rules about subnets is found quickly', () => {
    const vms = Array.from({ length: 10_000 }, (_, index) =>
      aVm({ id: `vm-${index}`, power: index % 2 ? 'off' : 'on' }),
    )
    const assign = Array.from({ length: 50 }, (_, index) => ({ match: { subnet: `net-${index}` }, tier: '1' }))
    const start = performance.now()

    scopeSite(aSite({ vms, network: aNetwork() }), aConfig({ assign }))

    expect(performance.now() - start).toBeLessThan(3000)
  })
})
