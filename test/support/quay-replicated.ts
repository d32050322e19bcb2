/** A vault that Site Recovery replicates machines of the small estate into. All names and addresses are invented. */
import { aResource, idOf, type Resource } from './azure-estate.ts'

const network = (name: string): string => idOf('Microsoft.Network/virtualNetworks', name, { group: 'DR-RG' })
const inVault = { placement: { group: 'DR-RG', location: 'northeurope' } }
const item = (name: string, properties: Resource['properties']): Resource =>
  aResource(
    `Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems haven/azure-we/all/${name}`,
    properties,
    { ...inVault, location: undefined },
  )

export const quayReplicated: readonly Resource[] = [
  aResource('Microsoft.RecoveryServices/vaults haven', {}, inVault),
  item('guid-1', {
    friendlyName: 'till',
    providerSpecificDetails: {
      instanceType: 'A2A',
      fabricObjectId: idOf('Microsoft.Compute/virtualMachines', 'Till'),
      vmEncryptionKey: 'must-not-be-seen',
      vmNics: [
        {
          nicId: 'guid-nic',
          sourceNicArmId: idOf('Microsoft.Network/networkInterfaces', 'till-front'),
          recoveryVMNetworkId: network('dr-vnet'),
          tfoVMNetworkId: network('test-vnet'),
          ipConfigs: [
            {
              name: 'one',
              isPrimary: true,
              recoverySubnetName: 'shop',
              recoveryStaticIPAddress: '10.40.1.4',
              tfoSubnetName: 'shop-test',
              tfoStaticIPAddress: '10.41.1.4',
            },
            { name: 'two', recoverySubnetName: 'shop', recoveryStaticIPAddress: '' },
          ],
        },
        {
          nicId: 'guid-back',
          sourceNicArmId: idOf('Microsoft.Network/networkInterfaces', 'till-back'),
          recoveryVMNetworkId: network('dr-vnet'),
          ipConfigs: [{ name: 'one', recoverySubnetName: 'back' }],
        },
      ],
    },
  }),
  item('guid-2', {
    friendlyName: 'from-vmware',
    providerSpecificDetails: {
      instanceType: 'InMageRcm',
      targetNetworkId: network('dr-vnet'),
      testNetworkId: network('test-vnet'),
      vmNics: [
        {
          nicId: '4000',
          targetIPAddress: '10.40.2.7',
          targetSubnetName: 'back',
          testIPAddress: '10.41.2.7',
          testSubnetName: 'back-test',
        },
      ],
    },
  }),
  item('guid-3', { friendlyName: 'bare', providerSpecificDetails: { instanceType: 'A2A' } }),
]
