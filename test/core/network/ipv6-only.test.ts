/** A subnet with IPv6 only on a platform that allows it, carried over to one whose VMs need IPv4 (case 18). */
import { describe, expect, it } from 'vitest'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { Network } from '../../../src/model/network.ts'
import { carryToAzure } from '../../builders-filters.ts'
import { aHost, aNetwork, aPolicy, aRoute, aRule, aSubnet, aTable, aVpc, codesOf } from '../../builders-network.ts'

const site = (...routes: Network['routes']) =>
  aNetwork({
    vpcs: [aVpc('vpc-1', '10.0.0.0/16', '2001:db8:1::/56')],
    subnets: [aSubnet('six', '2001:db8:1:5::/64')],
    routeTables: [aTable('rtb-1')],
    routes: [aRoute('home', '10.0.0.0/16', 'local'), aRoute('home-six', '2001:db8:1::/56', 'local'), ...routes],
    securityRules: [aRule('in', '2001:db8:1:5::/64')],
  })
const vms = [aHost('v6', 'six', ['2001:db8:1:5::9'])]
const known = aPolicy({ blocks: [['10.0.0.0/16', '10.9.0.0/16']], ipv6: [['2001:db8:1::/56', '2001:db8:2:100::/56']] })

describe('a subnet with IPv6 only', () => {
  it('gets both families: an IPv4 block of its own, and the /64 that drplan.yaml says', () => {
    const { translation } = carryToAzure({ vms, network: site(), policy: known })

    const [subnet] = translation.subnets
    expect(subnet?.block.family).toBe(4)
    expect(subnet?.moreBlocks?.map(({ to }) => formatCidr(to))).toEqual(['2001:db8:2:105::/64'])
  })

  it('that leads nowhere is closed for both families, and the proof holds for IPv6', () => {
    const { translation, proof, prove } = carryToAzure({ vms, network: site(), policy: known })

    expect(translation.routes.map(({ destination, hop }) => `${formatCidr(destination)} ${hop}`).toSorted()).toEqual([
      '0.0.0.0/0 blackhole',
      '::/0 blackhole',
    ])
    expect(proof.tables.map(({ verdict }) => verdict)).toEqual(['structural'])
    expect(prove({ ...translation, routes: [] }).differences.map(({ family, kind }) => [family, kind])).toContainEqual([
      6,
      'newly-allowed',
    ])
  })

  it('that leads to the internet does so by the route of the platform', () => {
    const { translation, proof } = carryToAzure({
      vms,
      network: site(aRoute('out', '::/0', 'internet-gateway')),
      policy: known,
    })

    expect(translation.routes.find(({ destination }) => destination.family === 6)).toMatchObject({ byPlatform: true })
    expect(proof.tables.map(({ verdict }) => verdict)).toEqual(['structural'])
  })

  it('whose block at the target nobody knows is said, and not proven', () => {
    const { proof, findings } = carryToAzure({ vms, network: site() })

    expect(codesOf(findings)).toContain('network.ipv6-untranslated')
    expect(proof.verdict).not.toBe('structural')
    expect(proof.hosts.unplaced).toBe(1)
  })

  it('that is not a /64 is refused', () => {
    const odd = { ...site(), subnets: [aSubnet('six', '2001:db8:1:5::/80')] }
    const { findings } = carryToAzure({ vms, network: odd, policy: known })

    expect(codesOf(findings)).toContain('network.block-refused')
  })
})
