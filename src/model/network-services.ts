/**
 * What serves in a network: endpoints of services, load balancers and who answers behind them, services themselves; and
 * what new VMs in it are made from.
 */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { addressLiteralSchema } from './address-literal.ts'
import { cidrSchema } from './cidr.ts'
import { requestFields } from './listener-rules.ts'

export const named = { id: z.string(), name: z.string() }
const port = z.int().min(0).max(65_535).nullable()

/** A service reached by a private address or route. */
export const endpointSchema = z.strictObject({
  kind: z.literal('endpoint'),
  ...named,
  role: z.enum(['gateway', 'interface', 'load-balancer', 'offered']),
  service: z.string(),
  vpcId: z.string().nullable(),
  subnetIds: z.array(z.string()),
  routeTableIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  nicIds: z.array(z.string()),
  addresses: z.array(addressSchema),
  privateNames: z.boolean().nullable(),
  /** Its policy speaks of addresses, networks or endpoints by id. */
  hasPolicy: z.boolean(),
  /** What of the service these subnets may reach, where policies limit it; no resources = the source does not say. */
  limits: z
    .array(z.strictObject({ id: z.string(), subnetIds: z.array(z.string()), resources: z.array(z.string()) }))
    .optional(),
})

const targetSchema = z.strictObject({
  vmId: z.string().nullable(),
  nicId: z.string().nullable(),
  address: addressSchema.nullable(),
  /** A name, where the target is stated by one. */
  host: z.string().optional(),
  port,
  /** What else answers: a function, another load balancer. */
  otherId: z.string().optional(),
  zone: z.string().optional(),
})

const listenerSchema = z.strictObject({
  id: z.string(),
  protocol: z.string(),
  port,
  /** Of its rules too. */
  poolIds: z.array(z.string()),
  /** Rules, shares, redirects or answers decide where a request goes, or may do; absent when it is one pool for all. */
  conditional: z.boolean().optional(),
  ...requestFields,
  /** One of the fronts; absent when the source does not say, as are the others below. */
  frontId: z.string().optional(),
  /** Every port, of every protocol. */
  allPorts: z.boolean().optional(),
  /** Where its targets answer, where the source says it of the listener and not of the pool. */
  targetPort: z.int().min(1).max(65_535).optional(),
  /** Targets see the front's own address (direct server return), so they must own it too. */
  keepsAddress: z.boolean().optional(),
})

const frontSchema = z.strictObject({
  id: z.string(),
  addresses: z.array(addressSchema),
  publicAddresses: z.array(addressSchema),
  zones: z.array(z.string()),
})

export const loadBalancerSchema = z.strictObject({
  kind: z.literal('load-balancer'),
  ...named,
  role: z.enum(['application', 'network', 'gateway', 'classic']),
  internal: z.boolean(),
  vpcId: z.string().nullable(),
  subnetIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  addresses: z.array(addressSchema),
  publicAddresses: z.array(addressSchema),
  dnsName: z.string().nullable(),
  listeners: z.array(listenerSchema),
  /** Where it listens, with the failure domains of each; absent when the source does not say, as is the other below. */
  fronts: z.array(frontSchema).optional(),
  /** Spreads over all zones, not only the one that it was reached in. */
  crossZone: z.boolean().optional(),
})

/** Who answers behind a load balancer: a target group, a back-end pool. */
export const targetPoolSchema = z.strictObject({
  kind: z.literal('target-pool'),
  ...named,
  vpcId: z.string().nullable(),
  protocol: z.string().nullable(),
  port,
  targets: z.array(targetSchema),
  /** As the source writes it, such as `HTTP :8080/health`. */
  healthCheck: z.string().nullable(),
})

/** Networks that a firewall names; ids may be those of somebody else. */
const namedNetworksSchema = z.strictObject({
  subnetIds: z.array(z.string()),
  blocks: z.array(cidrSchema),
  /** Whole networks, and the endpoints that one comes through; absent when it names none. */
  vpcIds: z.array(z.string()).optional(),
  endpointIds: z.array(z.string()).optional(),
})

/** Something of the platform that sits in subnets and is no VM: a database, a file system, a function, a cluster. */
export const serviceSchema = z.strictObject({
  kind: z.literal('service'),
  ...named,
  /** The platform's word, such as `RDS instance`. */
  type: z.string(),
  vpcId: z.string().nullable(),
  subnetIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  addresses: z.array(addressSchema),
  dnsName: z.string().nullable(),
  port,
  /** VMs that belong to it, such as those of a scaling group. */
  vmIds: z.array(z.string()),
  /** Facts worth a line in a report, such as engine and size. */
  facts: z.record(z.string(), z.string()),
  /** Whom a firewall of its own lets in. Absent when it has none, or nobody says. */
  admits: namedNetworksSchema.optional(),
  /** Whom it keeps out by name; absent when nobody. */
  refuses: namedNetworksSchema.optional(),
  /** The templates it starts VMs from, and the target pools that these join; absent when it has none, as are all below. */
  templateIds: z.array(z.string()).optional(),
  poolIds: z.array(z.string()).optional(),
  /** The load balancers that it guards, and the prefix lists that it goes by. */
  balancerIds: z.array(z.string()).optional(),
  prefixListIds: z.array(z.string()).optional(),
})

/** One interface of a VM to come; a list is empty, or a field null, where it is left to the platform. */
const templateInterfaceSchema = z.strictObject({
  deviceIndex: z.int().nonnegative().nullable(),
  /** One that is there already. */
  nicId: z.string().nullable(),
  subnetId: z.string().nullable(),
  securityGroupIds: z.array(z.string()),
  addresses: z.array(addressSchema),
  getsPublicAddress: z.boolean().nullable(),
})

/** What new VMs are made from, as far as their network goes: a launch template. Of what they run at their start, only addresses are here. */
export const templateSchema = z.strictObject({
  kind: z.literal('template'),
  ...named,
  /** Of all its versions, as are the groups. */
  subnetIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  versions: z.array(
    z.strictObject({
      number: z.int().positive(),
      /** Used when none is named. */
      isDefault: z.boolean(),
      isLatest: z.boolean(),
      /** The group of whatever interface names none. */
      securityGroupIds: z.array(z.string()),
      interfaces: z.array(templateInterfaceSchema),
      /** Addresses of the site in its user data; absent when that was not read. */
      literals: z.array(addressLiteralSchema).optional(),
    }),
  ),
  /** Those that say that they were made from it. */
  vmIds: z.array(z.string()),
})
