/** Three machines in one virtual network, and nothing else. */
import { aResource, aSku, idOf, subscriptionId, type Estate, type Resource } from './azure-estate.ts'

const machine = (number: number, subscription: string): readonly Resource[] => {
  const placement = { subscription }
  const nic = idOf('Microsoft.Network/networkInterfaces', `host-${number}-nic`, placement)
  const subnet = idOf('Microsoft.Network/virtualNetworks/subnets', 'quay-vnet/hosts', placement)
  return [
    aResource(
      `Microsoft.Compute/virtualMachines host-${number}`,
      {
        vmId: `00000000-0000-4000-8000-00000000000${number}`,
        hardwareProfile: { vmSize: 'Standard_D2s_v5' },
        storageProfile: {
          osDisk: { osType: 'Linux', name: `host-${number}-os`, diskSizeGB: 30, createOption: 'FromImage' },
          dataDisks: [],
        },
        networkProfile: { networkInterfaces: [{ id: nic }] },
        instanceView: { statuses: [{ code: number === 3 ? 'PowerState/deallocated' : 'PowerState/running' }] },
      },
      { placement },
    ),
    aResource(
      `Microsoft.Network/networkInterfaces host-${number}-nic`,
      {
        ipConfigurations: [
          {
            id: `${nic}/ipConfigurations/one`,
            name: 'one',
            properties: { privateIPAddress: `10.0.0.${10 + number}`, primary: true, subnet: { id: subnet } },
          },
        ],
      },
      { placement },
    ),
  ]
}

/** Two entries a page, so that every list of three has two pages. */
export const smallAzure = (subscriptions: readonly string[] = [subscriptionId]): Estate => ({
  resources: subscriptions.flatMap((subscription) => [
    ...[1, 2, 3].flatMap((number) => machine(number, subscription)),
    aResource(
      'Microsoft.Network/virtualNetworks quay-vnet',
      {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [
          {
            id: idOf('Microsoft.Network/virtualNetworks/subnets', 'quay-vnet/hosts', { subscription }),
            name: 'hosts',
            properties: { addressPrefix: '10.0.0.0/24' },
          },
        ],
      },
      { placement: { subscription } },
    ),
  ]),
  skus: [aSku('Standard_D2s_v5', { vCPUs: 2, MemoryGB: 8, CpuArchitectureType: 'x64' })],
  serviceTags: [],
  pageSize: 2,
})
