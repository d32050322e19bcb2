import { describe, expect, it } from 'vitest'
import { knowledgeOf, mergeNetworks } from '../../../src/core/identity/merge-networks.ts'
import { emptyNetwork, type Network } from '../../../src/model/network.ts'
import { aHost, aNetwork, aRule, aSubnet, aVpc, codesOf } from '../../builders-network.ts'

const cloud = aNetwork()
/** What an inventory with addresses and without networks becomes. */
const guessed: Network = {
  ...emptyNetwork,
  vpcs: [aVpc('site')],
  subnets: [aSubnet('10.0.0.0/24', '10.0.0.0/24', { vpcId: 'site' })],
}
const labelled = (...networks: readonly Network[]) =>
  networks.map((network, n) => ({ label: `source ${n + 1}`, network }))
const inCloud = aHost('vm-1', 'subnet-1', ['10.0.0.10'])

describe('networks of two sources', () => {
  it('stand side by side when they have nothing in common', () => {
    const other = aNetwork({
      vpcs: [aVpc('b', '10.7.0.0/16')],
      subnets: [aSubnet('b-1', '10.7.0.0/24')],
      securityGroups: [],
      rulesKnown: false,
    })

    const { network, findings } = mergeNetworks(labelled(cloud, other), [inCloud])

    expect(network).toEqual({
      ...cloud,
      vpcs: [...cloud.vpcs, ...other.vpcs],
      subnets: [...cloud.subnets, ...other.subnets],
    })
    expect(findings).toEqual([])
  })

  it('are one when they are the same', () => {
    expect(mergeNetworks(labelled(cloud, cloud), [inCloud])).toEqual({ network: cloud, findings: [] })
  })

  it('keep the first description of an id that they describe differently, and say so', () => {
    const [first, later] = ['10.0.0.0/8', '10.1.0.0/16'].map((peer) =>
      aNetwork({ securityRules: [aRule('r-1', peer)] }),
    )

    const { network, findings } = mergeNetworks(labelled(first!, later!), [inCloud])

    expect(network.securityRules).toEqual(first!.securityRules)
    expect(findings).toMatchObject([
      { code: 'site.conflict', subject: 'security rules of two sources', affected: ['r-1'] },
    ])
    expect(findings[0]?.message).toContain('source 1 and source 2')
  })
})

describe('a subnet without adapters', () => {
  it.each([
    ['first', [guessed, cloud]],
    ['last', [cloud, guessed]],
  ])('that another source has with adapters is left out, with its empty VPC (given %s)', (_, networks) => {
    const { network, findings } = mergeNetworks(labelled(...networks), [inCloud])

    expect(network).toEqual(cloud)
    expect(findings).toMatchObject([{ code: 'site.merged', affected: ['10.0.0.0/24'] }])
  })

  it('that lies inside a larger subnet of another source is left out', () => {
    const large = aNetwork({ subnets: [aSubnet('subnet-1', '10.0.0.0/20')] })

    expect(mergeNetworks(labelled(guessed, large), [inCloud]).network).toEqual(large)
  })

  it('stays when a VM is on it', () => {
    const vms = [inCloud, aHost('vm-2', '10.0.0.0/24', ['10.0.0.11'])]

    const { network, findings } = mergeNetworks(labelled(guessed, cloud), vms)

    expect(network.subnets.map(({ id }) => id)).toEqual(['10.0.0.0/24', 'subnet-1'])
    expect(findings).toEqual([])
  })

  it.each<[string, Network]>([
    ['its VPC has known blocks', { ...guessed, vpcs: [aVpc('site', '10.0.0.0/16')] }],
    ['it has a route table', { ...guessed, subnets: guessed.subnets.map((s) => ({ ...s, routeTableId: 'rtb-9' })) }],
    ['its block is not known', { ...guessed, subnets: guessed.subnets.map((s) => ({ ...s, block: null })) }],
  ])('stays when %s', (_, network) => {
    expect(mergeNetworks(labelled(cloud, network), [inCloud]).network.subnets).toHaveLength(2)
  })

  it('is kept once when two sources have it empty', () => {
    const named = { ...guessed, subnets: [aSubnet('lan', '10.0.0.0/24', { vpcId: 'site' })] }

    const { network, findings } = mergeNetworks(labelled(guessed, named), [])

    expect(network.subnets.map(({ id }) => id)).toEqual(['10.0.0.0/24'])
    expect(codesOf(findings)).toEqual(['site.merged'])
  })
})

it('a network knows an adapter by the addresses it can place', () => {
  const [inside] = aHost('a', 'subnet-1', ['10.0.0.1', '10.9.0.1']).nics
  const [elsewhere] = aHost('b', 'subnet-9', ['10.0.0.1']).nics
  const [guess] = aHost('c', '10.0.0.0/24', ['10.0.0.1']).nics

  expect(knowledgeOf(cloud)(inside!)).toEqual({ inKnownVpc: 1, inKnownBlock: 1 })
  expect(knowledgeOf(cloud)(elsewhere!)).toEqual({ inKnownVpc: 0, inKnownBlock: 0 })
  expect(knowledgeOf(guessed)(guess!)).toEqual({ inKnownVpc: 0, inKnownBlock: 1 })
})
