/**
 * The routes that Azure adds to the table of every subnet and that its answers do not state (Microsoft Learn, "Virtual network traffic routing", "Default",
 * 2024; that of IPv6 is general knowledge). Those that lead nowhere are removed from a table where a user-defined route
 * leads to 0.0.0.0/0 (the same page, "Routing example").
 */
import { parseCidr } from '../../model/cidr.ts'
import type { PlatformRoute } from '../../model/network.ts'

const internet = (block: string): PlatformRoute => ({
  destination: parseCidr(block),
  hop: 'internet-gateway',
  yieldsToDefault: false,
})
const nowhere = (block: string): PlatformRoute => ({
  destination: parseCidr(block),
  hop: 'blackhole',
  yieldsToDefault: true,
})

export const azureSystemRoutes: readonly PlatformRoute[] = [
  internet('0.0.0.0/0'),
  internet('::/0'),
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(nowhere),
]
