import { describe, expect, test } from 'vitest'
import { scopeSite } from '../../../src/core/scope/scope-site.ts'
import { configSchema } from '../../../src/model/config.ts'
import type { Dependency } from '../../../src/model/dependency.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aDependency, aSite, aVm } from '../../builders.ts'

const config = (over: object = {}) =>
  configSchema.parse({
    schema: 'drplan/config@1',
    site: { id: 'site' },
    sources: [{ kind: 'inventory', path: 'x' }],
    target: { platform: 'aws', region: 'eu-west-1' },
    ...over,
  })
const scope = (vms: readonly Vm[], dependencies: readonly Dependency[], over: object = {}) =>
  scopeSite(aSite({ vms: [...vms], dependencies: [...dependencies] }), config(over))

describe('what decides the order', () => {
  const vms = [aVm({ id: 'db' }), aVm({ id: 'web', dependsOn: ['db'] })]

  test('are statements of files too, each once', () => {
    const stated = (toVmId: string) => aDependency({ toVmId, evidence: 'stated', confidence: 'certain' })
    const { planned } = scope([...vms, aVm({ id: 'cache' })], [stated('db'), stated('cache')])

    expect(planned.find(({ vm }) => vm.id === 'web')?.vm.dependsOn).toEqual(['db', 'cache'])
  })

  test('are statements about VMs that the plan leaves out too, because the plan says so', () => {
    const off = aVm({ id: 'off', name: 'old', power: 'off' })
    const stated = aDependency({ toVmId: 'off', evidence: 'stated', confidence: 'certain' })

    const byFile = scope([off, aVm({ id: 'web' })], [stated])
    const byTag = scope([off, aVm({ id: 'web', dependsOn: ['old'] })], [stated])

    expect(byFile.planned.map(({ vm }) => vm.dependsOn)).toEqual([['off']])
    expect(byTag.planned.map(({ vm }) => vm.dependsOn)).toEqual([['old']])
  })

  test('is traffic only where drplan.yaml says so, it is likely, and both are planned', () => {
    const seen = [
      aDependency({ toVmId: 'db' }),
      aDependency({ toVmId: 'guess', confidence: 'possible' }),
      aDependency({ toVmId: 'off' }),
    ]
    const all = [...vms, aVm({ id: 'guess' }), aVm({ id: 'off', power: 'off' })]
    const also = (over: object) => scope(all, seen, over).planned.find(({ vm }) => vm.id === 'web')?.alsoNeeds

    expect(also({})).toBeUndefined()
    expect(also({ dependencies: { order: ['stated', 'flow'] } })).toEqual(['db'])
    expect(also({ dependencies: { order: ['stated', 'load-balancer'] } })).toBeUndefined()
  })

  test('is never without statements', () => {
    expect(() => config({ dependencies: { order: ['flow'] } })).toThrow(/what people state is always kept/)
  })
})
