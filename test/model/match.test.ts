import { describe, expect, it } from 'vitest'
import { matches } from '../../src/model/match.ts'
import { aNetwork, aSubnet } from '../builders-network.ts'
import { aNic, aSite, aVm } from '../builders.ts'

const vm = aVm({
  id: 'i-1',
  name: 'Web-01',
  application: 'shop',
  tags: { env: 'prod', 'cost=centre': '7' },
  nics: [aNic({ subnetId: 's1' })],
})
const site = aSite({ vms: [vm], network: aNetwork({ subnets: [aSubnet('s1', null, { name: 'dmz-a' })] }) })

describe('a condition of drplan.yaml', () => {
  it.each([
    [{ name: 'web-*' }, true],
    [{ name: 'web-0?' }, true],
    [{ name: 'web-?' }, false],
    [{ name: 'web' }, false],
    [{ name: '*' }, true],
    [{ name: '' }, false],
    [{ name: 'w*b-*1' }, true],
    [{ name: 'web-01**' }, true],
    [{ name: 'web.01' }, false],
    [{ application: 'SHOP' }, true],
    [{ tag: 'env=prod' }, true],
    [{ tag: 'env' }, true],
    [{ tag: 'env=dev' }, false],
    [{ tag: 'env=' }, false],
    [{ tag: 'e*=p*' }, true],
    [{ subnet: 'dmz-*' }, true],
    [{ subnet: 'app-*' }, false],
    [{ name: 'web-*', tag: 'env=dev' }, false],
    [{ name: 'web-*', tag: 'env=prod', subnet: 'dmz-a', application: 'shop' }, true],
  ])('%j holds: %s', (match, holds) => {
    expect(matches(match, vm, site)).toBe(holds)
  })

  it('on the application never holds for a VM without one', () => {
    expect(matches({ application: '*' }, aVm({ application: null }), site)).toBe(false)
  })

  it('with many wildcards does not take exponential time', () => {
    const start = performance.now()

    const holds = matches({ name: `${'a*'.repeat(50)}b` }, aVm({ name: 'a'.repeat(5000) }), site)

    expect(holds).toBe(false)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
