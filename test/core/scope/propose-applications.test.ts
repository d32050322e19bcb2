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

describe('applications', () => {
  const link = (fromVmId: string, toVmId: string) => aDependency({ fromVmId, toVmId })
  const proposed = (vms: readonly Vm[], dependencies: readonly Dependency[]) =>
    scope(vms, dependencies)
      .findings.filter(({ code }) => code === 'plan.application-proposed')
      .map(({ subject, affected }) => [subject, affected])

  test('are proposed from who talks to whom, with the commonest word of the names', () => {
    const vms = ['orders-web-1', 'orders-db-1', 'lonely'].map((id) => aVm({ id }))

    expect(proposed(vms, [link('orders-web-1', 'orders-db-1')])).toEqual([['orders', ['orders-db-1', 'orders-web-1']]])
  })

  test('are that of the others, where a VM talks to one application only', () => {
    const vms = [aVm({ id: 'x1', application: 'ledger' }), aVm({ id: 'x2' })]

    expect(proposed(vms, [link('x2', 'x1')])).toEqual([['ledger', ['x2']]])
  })

  test('are not proposed between two applications, nor through what everybody uses', () => {
    const two = [aVm({ id: 'a', application: 'one' }), aVm({ id: 'b', application: 'two' }), aVm({ id: 'orders' })]
    const many = Array.from({ length: 11 }, (_, index) => aVm({ id: `orders-${index}` }))
    const toHub = many.map(({ id }) => link(id, 'hub'))

    expect(proposed(two, [link('orders', 'a'), link('orders', 'b')])).toEqual([])
    expect(proposed([...many, aVm({ id: 'hub' })], toHub)).toEqual([])
  })

  test('are never applied', () => {
    const vms = ['orders-web-1', 'orders-db-1'].map((id) => aVm({ id }))

    const { planned } = scope(vms, [link('orders-web-1', 'orders-db-1')])

    expect(planned.map(({ application }) => application)).toEqual(['orders-db-1', 'orders-web-1'])
  })
})
