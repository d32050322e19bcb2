import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/model/address.ts'
import { aHost } from '../../../builders-network.ts'
import { aBalancer, aPool, aTarget, leftOf, serving } from '../../../builders-serving.ts'

const poolOf = (pool: ReturnType<typeof aPool>) => serving([aBalancer(), pool])

describe('a target pool', () => {
  it('names planned VMs, each with its port, and how to ask them', () => {
    const { translation } = poolOf(aPool({ targets: [aTarget({ vmId: 'vm-2', port: null }), aTarget()] }))

    expect(translation.targetPools).toEqual([
      {
        key: expect.stringMatching(/^shop-web-/),
        from: 'pool-1',
        name: 'shop-web',
        vpcKey: 'vpc-1',
        protocol: 'https',
        port: 8443,
        by: 'vm',
        targets: [
          { vmId: 'vm-1', port: 8443 },
          { vmId: 'vm-2', port: 8443 },
        ],
        healthCheck: { protocol: 'https', port: 8080, path: '/health' },
      },
    ])
  })

  it('finds the VM of a card, and of an address, which moves', () => {
    const byCard = poolOf(aPool({ targets: [aTarget({ vmId: null, nicId: 'nic-vm-2' })] }))
    const byAddress = poolOf(
      aPool({ targets: [aTarget({ vmId: null, address: parseAddress('10.0.1.10'), port: 9000 })] }),
    )

    expect(byCard.translation.targetPools?.[0]).toMatchObject({ by: 'vm', targets: [{ vmId: 'vm-2', port: 8443 }] })
    expect(byAddress.translation.targetPools?.[0]).toMatchObject({
      by: 'address',
      targets: [{ vmId: 'vm-2', address: parseAddress('10.9.1.10'), port: 9000 }],
    })
  })

  it('leaves out who is not planned, and says so', () => {
    const result = poolOf(aPool({ targets: [aTarget(), aTarget({ vmId: 'vm-9' })] }))

    expect(result.translation.targetPools?.[0]?.targets).toEqual([{ vmId: 'vm-1', port: 8443 }])
    expect(leftOf(result)).toEqual(['1 target not built, because no planned VM is it: vm-9 of shop-web.'])
  })

  it.each<[string, Parameters<typeof aPool>[0], string]>([
    [
      'a function',
      { targets: [aTarget({ vmId: null, otherId: 'fn' })] },
      'a target is a function or another load balancer',
    ],
    ['a name', { targets: [aTarget({ vmId: null, host: 'x.example' })] }, 'a target is stated by name'],
    ['nobody', { targets: [] }, 'none of its targets is planned'],
    ['an address elsewhere', { targets: [aTarget({ vmId: null, address: parseAddress('192.0.2.1') })] }, 'none of its'],
    ['another network', { vpcId: 'vpc-9' }, 'its network is not planned'],
    ['another protocol', { protocol: 'GENEVE' }, 'it speaks GENEVE'],
    ['no port', { port: null, targets: [aTarget({ port: null })] }, 'its port is not known'],
  ])('of %s is left, with the reason', (_, over, why) => {
    const result = poolOf(aPool(over))

    expect(result.translation.targetPools).toBeUndefined()
    expect(leftOf(result).join()).toContain(why)
  })

  it('to which nothing forwards is left', () => {
    const result = serving([aPool()], { vms: [aHost('vm-1', 'subnet-1', ['10.0.0.10'])] })

    expect(leftOf(result)).toEqual([
      '1 target pool not built, because no listener of the plan forwards to it: shop-web.',
    ])
  })
})
