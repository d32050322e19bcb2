/** A subscription with many machines over three virtual networks, the same one at every run. */
import { aResource, aSku, idOf, type Estate, type Resource } from './azure-estate.ts'

const vnets = ['north', 'south', 'island']

const machine = (index: number): readonly Resource[] => {
  const vnet = vnets[index % vnets.length] ?? ''
  const name = `worker-${String(index).padStart(4, '0')}`
  // Azure writes the same id in other cases elsewhere.
  const placement = { group: index % 2 === 0 ? 'Work-RG' : 'WORK-RG' }
  const nic = idOf('Microsoft.Network/networkInterfaces', `${name}-nic`, placement)
  const disk = idOf('Microsoft.Compute/disks', `${name}-os`, placement)
  const subnet = idOf('Microsoft.Network/virtualNetworks/subnets', `${vnet}/s${index % 4}`, { group: 'NET-RG' })
  const privateIPAddress = `10.${index % vnets.length}.${index % 4}.${4 + Math.floor(index / 12)}`
  return [
    aResource(
      `Microsoft.Compute/virtualMachines ${name}`,
      {
        hardwareProfile: { vmSize: index % 50 === 0 ? 'Standard_NV6ads_A10_v5' : 'Standard_D4s_v5' },
        storageProfile: {
          osDisk: { osType: 'Linux', name: `${name}-os`, managedDisk: { id: disk.toUpperCase() } },
          dataDisks: [],
        },
        networkProfile: { networkInterfaces: [{ id: nic.toLowerCase() }] },
        instanceView: { statuses: [{ code: index % 10 === 0 ? 'PowerState/deallocated' : 'PowerState/running' }] },
      },
      { placement, tags: { application: `app-${index % 7}` } },
    ),
    aResource(`Microsoft.Compute/disks ${name}-os`, { diskSizeGB: 32, creationData: {} }, { placement }),
    aResource(
      `Microsoft.Network/networkInterfaces ${name}-nic`,
      {
        ipConfigurations: [
          {
            id: `${nic}/ipConfigurations/one`,
            name: 'one',
            properties: { primary: true, privateIPAddress, subnet: { id: subnet } },
          },
        ],
      },
      { placement },
    ),
  ]
}

const network = (vnet: string, index: number): readonly Resource[] => {
  const placement = { group: 'net-rg' }
  const group = idOf('Microsoft.Network/networkSecurityGroups', `${vnet}-nsg`, placement)
  const subnets = [0, 1, 2, 3].map((number) => ({
    id: idOf('Microsoft.Network/virtualNetworks/subnets', `${vnet}/s${number}`, placement),
    name: `s${number}`,
    properties: { addressPrefix: `10.${index}.${number}.0/24`, networkSecurityGroup: { id: group } },
  }))
  const securityRules = Array.from({ length: 20 }, (_, number) => ({
    name: `port-${number}`,
    properties: {
      protocol: 'Tcp',
      sourcePortRange: '*',
      destinationPortRange: String(8000 + number),
      sourceAddressPrefix: 'VirtualNetwork',
      destinationAddressPrefix: '*',
      access: 'Allow',
      priority: 100 + number,
      direction: 'Inbound',
    },
  }))
  return [
    aResource(
      `Microsoft.Network/virtualNetworks ${vnet}`,
      { addressSpace: { addressPrefixes: [`10.${index}.0.0/16`] }, subnets },
      { placement },
    ),
    aResource(`Microsoft.Network/networkSecurityGroups ${vnet}-nsg`, { securityRules }, { placement }),
  ]
}

export const largeAzure = (count: number): Estate => ({
  resources: [...Array.from({ length: count }, (_, index) => machine(index)).flat(), ...vnets.flatMap(network)],
  skus: [
    aSku('Standard_D4s_v5', { vCPUs: 4, MemoryGB: 16, CpuArchitectureType: 'x64' }),
    aSku('Standard_NV6ads_A10_v5', { vCPUs: 6, MemoryGB: 55, GPUs: '0.167' }),
  ],
  serviceTags: [],
  pageSize: 50,
})
