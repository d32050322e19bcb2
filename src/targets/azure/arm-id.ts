/**
 * Ids of resources as the azurerm provider wants them. Azure itself does not mind how an id is written, and sources hold it in
 * small letters; the provider looks for the words of it as Resource Manager writes them (azurerm, "resourceids").
 */
const types = {
  disks: 'Microsoft.Compute/disks',
  networkInterfaces: 'Microsoft.Network/networkInterfaces',
  subnets: 'Microsoft.Network/virtualNetworks',
  virtualMachines: 'Microsoft.Compute/virtualMachines',
  virtualNetworks: 'Microsoft.Network/virtualNetworks',
} as const

const form =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)(?:\/subnets\/([^/]+))?$/i

/** Null where `text` is no id of such a thing, say because another source than Azure names it. */
export function armId(type: keyof typeof types, text: string | null): string | null {
  const [, subscription, group, provider = '', name, subnet] = form.exec(text ?? '') ?? []
  const isOfType =
    provider.toLowerCase() === types[type].toLowerCase() && (subnet !== undefined) === (type === 'subnets')
  if (!isOfType) return null
  const own = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${types[type]}/${name}`
  return subnet === undefined ? own : `${own}/subnets/${subnet}`
}
