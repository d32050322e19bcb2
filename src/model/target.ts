/** What a back end gives: a catalogue, limits, and the Terraform inputs of a finished plan. */
import type { Cidr } from './cidr.ts'
import type { TargetCompatibility } from './compatibility.ts'
import type { Catalogue } from './dr-component.ts'
import type { Finding } from './finding.ts'
import type { BuiltGatewayRole } from './gateway-translation.ts'
import type { HclFile } from './hcl.ts'
import type { Limit } from './limit.ts'
import type { NetworkObjectOf } from './network-objects.ts'
import type { PlatformRoute } from './network.ts'
import type { FilterEntry } from './packet-filter.ts'
import type { OrderToExport } from './order-export.ts'
import type { Plan } from './plan.ts'
import type { DecidedAction, NeededAction } from './needed-action.ts'
import type { Runbook } from './runbook.ts'
import type { RunbookParts } from './runbook-parts.ts'
import type { Quota } from './shared-limit.ts'
import type { StandingSite } from './standing.ts'
import type { TargetId } from './target-id.ts'
import type { RegionSwitchSettings, TerraformRootName } from './terraform-settings.ts'

/** What entries of an ordered filter can say, and what stands behind them. */
export interface FilterWords {
  /** Of others no entry can speak by itself. */
  readonly protocols: readonly FilterEntry['protocol'][]
  /** Can an entry name a type of ICMP? */
  readonly icmpTypes: boolean
  /** Orders that entries may have. */
  readonly order: { readonly first: number; readonly last: number }
  /** What the platform adds to every filter, after its last entry. */
  readonly platformEntries: readonly FilterEntry[]
  /** Tags of the platform that do what lists of another platform do for it. */
  readonly tagsOfLists: readonly { readonly nameEndsWith: string; readonly tag: string }[]
}

export interface SpecialSubnet {
  /** Exactly. */
  readonly name: string
  readonly longestPrefix: number
  readonly why: string
  /** Gateways of the primary site whose counterpart stands in it. */
  readonly roles: readonly NetworkObjectOf<'gateway'>['role'][]
  readonly source: string
  readonly asOf: string
}

/** How the target routes beside what people write. */
export interface Routing {
  /**
   * What it adds to the table of every subnet; then it adds routes to peers too, and a route may lead nowhere or home. None: a
   * table has what people write, and what leads home.
   */
  readonly platformRoutes: readonly PlatformRoute[]
  /** A NAT gateway stands in a subnet that leads to the internet, and not at the subnets that use it. */
  readonly natNeedsPublicSubnet: boolean
  /** A route may lead to a card of another, peered VPC. */
  readonly appliancesOfPeers: boolean
}

/** What the target's Terraform makes of load balancers and endpoints. */
export interface ServingLimits {
  /**
   * `zonal`: a balancer stands in a subnet of each of its zones. `fronted`: it has one front, public or in one subnet, and
   * passes packets on to one port of cards, each behind one balancer of the inside and one of the outside at most.
   */
  readonly balancers: 'zonal' | 'fronted'
  /** Zones that an application balancer stands in at least; null where the plan makes none. */
  readonly applicationZones: Limit | null
  /** Values of all conditions of one rule of a listener; null where listeners have no rules. */
  readonly valuesPerListenerRule: Limit | null
  /** What names of the platform's own services begin with, before a region and the service. */
  readonly endpointPrefixes: readonly string[]
}

/** What may stand at the recovery site for a gateway of the primary site. */
export interface GatewayLimits {
  /** Sorts of gateways that drplan.yaml may name, by what their ids look like. */
  readonly sorts: readonly {
    readonly idPattern: RegExp
    readonly example: string
    readonly role: BuiltGatewayRole
    /** It is for one network only. */
    readonly ofOneVpc: boolean
    /** Tables get its routes from it and from nobody else. */
    readonly alwaysTeaches: boolean
  }[]
  /** The subnet, by its name, that a gateway stands in which is built; null where it needs none. */
  readonly subnet: string | null
  /** Sorts of gateways are attached to subnets. */
  readonly attachesSubnets: boolean
}

/** What differs between clouds in the translation of a network, as data. */
export interface NetworkLimits {
  /**
   * `permissions`: groups of rules that only allow guard cards, stateless ordered filters guard subnets. `ordered`: one
   * stateful ordered filter guards each card, and each subnet.
   */
  readonly filters: 'permissions' | 'ordered'
  /** Null where filters are not ordered. */
  readonly filterWords: FilterWords | null
  /** Shortest and longest prefix of a VPC's block, for IPv4. */
  readonly vpcPrefix: { readonly shortest: number; readonly longest: number }
  readonly subnetPrefix: { readonly shortest: number; readonly longest: number }
  /** Addresses at the start and at the end of every subnet that no VM may have. */
  readonly reservedFirst: number
  readonly reservedLast: number
  readonly blocksPerVpc: Limit
  readonly subnetsPerVpc: Limit
  readonly routesPerTable: Limit
  /** Counted apart for each direction and address family. */
  readonly rulesPerGroup: Limit
  readonly groupsPerNic: Limit
  /** Of a stateless packet filter, for each direction and address family, with the last one that denies the rest. */
  readonly entriesPerFilter: Limit
  /** What rules that name a list of the platform count for; of others one. */
  readonly listWeights: readonly { readonly nameEndsWith: string; readonly weight: number }[]
  /** Where Windows renews its licence over routes that people write; null = it does so without them. */
  readonly activation: {
    readonly service: string
    readonly port: number
    readonly source: string
    readonly asOf: string
  } | null
  readonly routing: Routing
  /** Ranges the target refuses for a VPC. */
  readonly forbidden: readonly { readonly block: Cidr; readonly why: string }[]
  /** A VPC with a block in `within` may not add one that overlaps any of `refused`. */
  readonly notBeside: readonly { readonly within: Cidr; readonly refused: readonly Cidr[]; readonly why: string }[]
  /** Where it says that no further block of a VPC may hold a destination of its route tables; null = it may. */
  readonly routesBarBlocks: Limit | null
  /** Subnets that services of the target look for by name, and the longest prefix that these may have. */
  readonly specialSubnets: readonly SpecialSubnet[]
  /** The place of the router in every subnet, counted from its first address. */
  readonly routerPlace: number
  /** The only prefix length of IPv6 that a subnet may have. */
  readonly ipv6SubnetPrefix: Limit
  /** Ranges that work, but are known to clash with what people run. */
  readonly discouraged: readonly { readonly block: Cidr; readonly why: string }[]
  readonly gateways: GatewayLimits
  /** Null where the plan makes no balancers, endpoints or zones of names. */
  readonly serving: ServingLimits | null
}

/**
 * What the platform brings replicated VMs back with, and how many it takes at a time. It binds the day of the recovery, and
 * not the choice of components.
 */
export interface RecoveryService {
  readonly name: string
  /** What VMs are brought back in, in the plural: "jobs". */
  readonly parts: string
  readonly vmsInPart: Limit
  /** Steps that follow each other in one of them; null = it has none. */
  readonly groupsInPart: Limit | null
  /** Of parts that run at a time, and of the VMs in all of them; null = no such limit is known. */
  readonly partsAtOnce: Limit | null
  readonly vmsAtOnce: Limit | null
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** One Terraform root module, the values of its variables, and what it has besides the hand-written modules. */
export interface TerraformRoot {
  readonly name: TerraformRootName
  readonly variables: { readonly [name: string]: JsonValue }
  readonly files: readonly HclFile[]
}

/** A failover that a service of the platform runs, as values of variables of foundation/; none where it cannot be made. */
export interface SwitchInTerraform {
  readonly variables: TerraformRoot['variables']
  readonly findings: readonly Finding[]
}

export interface Target {
  readonly id: TargetId
  /** The name people use, such as "AWS". */
  readonly name: string
  loadCatalogue(): Catalogue
  readonly networkLimits: NetworkLimits
  readonly compatibility: TargetCompatibility
  /** What an account has a limited amount of in one region; of some platforms it depends on what there is to buy. */
  quotasOf(catalogue: Catalogue): readonly Quota[]
  readonly recoveryService: RecoveryService
  readonly zones: {
    /** How many every region of the catalogue has at least. */
    readonly perRegion: number
    /** A subnet is in one zone, so the zone of a VM follows from its subnet. */
    readonly ofSubnets: boolean
  }
  /** Pure: the same plan gives the same variables. Null = drplan writes no Terraform for this target yet. */
  readonly terraformRoots: ((plan: Plan) => readonly TerraformRoot[]) | null
  /** The way home where the primary site is this platform, whatever the target is; null where it is not. Pure. */
  readonly failbackRoot: (plan: Plan) => TerraformRoot | null
  /** What the plan says and that Terraform cannot make, in no order; none where drplan writes no Terraform. */
  readonly terraformFindings: (plan: Plan) => readonly Finding[]
  /** Between two regions of the platform; null where it has no such service. Pure. */
  readonly regionSwitch: ((order: OrderToExport, settings: RegionSwitchSettings) => SwitchInTerraform) | null
  /** What its Terraform makes stand while the primary site is well, as a source of the platform shows it. Pure. */
  readonly standingSite: (plan: Plan) => StandingSite
  /** What only the platform can do on the day. Pure. */
  readonly runbookParts: (plan: Plan) => RunbookParts
  /** What whoever carries out the plan has to be allowed at the recovery site. Pure. */
  readonly neededActions: (plan: Plan, runbooks: readonly Runbook[]) => readonly NeededAction[]
  /** As the platform takes them to allow them all: a policy, a role. Pure. */
  readonly neededDocument: (needed: readonly NeededAction[]) => JsonValue
  /** What policies or roles of the platform say by themselves, in the order of the actions; null = it is none. Pure. */
  readonly decideActions: (actions: readonly string[], document: unknown) => readonly DecidedAction[] | null
}
