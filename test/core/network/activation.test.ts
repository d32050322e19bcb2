import { expect, it } from 'vitest'
import { activationFindings } from '../../../src/core/network/activation.ts'
import { awsNetworkLimits } from '../../../src/targets/aws/limits.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'
import { aHost, aNetwork, aRoute, aTable } from '../../builders-network.ts'

const windows = {
  ...aHost('win-1', 'subnet-1', ['10.0.0.10']),
  os: { name: 'Windows Server 2022', family: 'windows' as const },
}
const linux = aHost('web-1', 'subnet-1', ['10.0.0.11'])
const through = (kind: 'address' | 'internet-gateway' | 'vpn-gateway', destination = '0.0.0.0/0') =>
  aNetwork({ routeTables: [aTable('rtb-1')], routes: [aRoute('default', destination, kind)] })

it.each(['address', 'vpn-gateway'] as const)(
  'a default route through a hop of kind %s cuts Windows off at Azure',
  (kind) => {
    const [finding] = activationFindings([windows, linux], through(kind), azureNetworkLimits)

    expect(finding).toMatchObject({ code: 'network.activation-path', affected: ['win-1'] })
    expect(finding?.message).toContain('TCP 1688')
  },
)

it('a default route to the internet, another destination or a site without Windows cut nobody off', () => {
  expect(activationFindings([windows], through('internet-gateway'), azureNetworkLimits)).toEqual([])
  expect(activationFindings([windows], through('address', '192.168.0.0/16'), azureNetworkLimits)).toEqual([])
  expect(activationFindings([linux], through('address'), azureNetworkLimits)).toEqual([])
})

it('AWS activates Windows without a route', () => {
  expect(activationFindings([windows], through('address'), awsNetworkLimits)).toEqual([])
})
