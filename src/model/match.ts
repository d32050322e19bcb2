/** The conditions of drplan.yaml's rules. */
import type { Match } from './match-schema.ts'
import { glob } from './glob.ts'
import type { Network } from './network.ts'
import type { Vm } from './site.ts'

/** Do all conditions that are given hold for this VM? `*` and `?` are wildcards; case does not matter. */
export function matches(match: Match, vm: Vm, site: { readonly network: Network }): boolean {
  return (
    (match.name === undefined || glob(match.name, vm.name)) &&
    (match.application === undefined || (vm.application !== null && glob(match.application, vm.application))) &&
    (match.tag === undefined || matchesTag(match.tag, vm.tags)) &&
    (match.subnet === undefined || subnetNames(vm, site.network).some((name) => glob(match.subnet ?? '', name)))
  )
}

function matchesTag(condition: string, tags: Vm['tags']): boolean {
  const [key = '', ...rest] = condition.split('=')
  const value = rest.length > 0 ? rest.join('=') : '*'
  return Object.entries(tags).some(([name, text]) => glob(key, name) && glob(value, text))
}

/** Names by id, made once for each network: every rule asks for every VM. */
const namesOfNetworks = new WeakMap<Network, ReadonlyMap<string, string>>()

function subnetNames(vm: Vm, network: Network): readonly string[] {
  const names = namesOfNetworks.get(network) ?? new Map(network.subnets.map(({ id, name }) => [id, name]))
  namesOfNetworks.set(network, names)
  return vm.nics.flatMap(({ subnetId }) => names.get(subnetId ?? '') ?? [])
}
