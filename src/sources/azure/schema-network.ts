/** Routes, addresses, gateways, firewalls and hubs, as Azure Resource Manager sends them; keys as in schema.ts. */
import { z } from 'zod'
import { addressSpace, list, number, reference, text, truth } from './schema.ts'

export const named = { id: z.string().min(1), name: z.string().default('') }
export const references = list(z.object({ id: text }))
export const ipConfiguration = z.object({
  id: text,
  privateipaddress: text,
  subnet: reference,
  publicipaddress: reference,
})
export const ipConfigurations = list(ipConfiguration)

export const memberGroupSchema = z.object({ ...named })

export const routeTableSchema = z.object({
  ...named,
  disablebgproutepropagation: truth,
  routes: list(
    z.object({
      name: z.string(),
      addressprefix: z.string(),
      nexthoptype: z.string(),
      nexthopipaddress: text,
    }),
  ),
})

export const publicAddressSchema = z.object({
  ...named,
  ipaddress: text,
  sku: z.object({ name: text }).nullish(),
  zones: list(z.string()),
  publicipallocationmethod: text,
  publicipprefix: reference,
  ipconfiguration: reference,
  natgateway: reference,
  dnssettings: z.object({ fqdn: text, reversefqdn: text }).nullish(),
})

export const publicPrefixSchema = z.object({
  ...named,
  ipprefix: text,
  sku: z.object({ name: text }).nullish(),
  zones: list(z.string()),
  customipprefix: reference,
  natgateway: reference,
})
export const customPrefixSchema = z.object({ ...named, cidr: text, zones: list(z.string()) })

export const natGatewaySchema = z.object({
  ...named,
  publicipaddresses: references,
  publicipprefixes: references,
  subnets: references,
})

export const bgp = z.object({ asn: number }).nullish()

export const natRules = list(
  z.object({
    id: text,
    internalmappings: list(z.object({ addressspace: text })),
    externalmappings: list(z.object({ addressspace: text })),
  }),
)
export type AzureNatRules = z.infer<typeof natRules>

export const gatewaySchema = z.object({
  ...named,
  gatewaytype: text,
  ipconfigurations: ipConfigurations,
  bgpsettings: bgp,
  vpnclientconfiguration: z.object({ vpnclientaddresspool: addressSpace }).nullish(),
  natrules: natRules,
})
export type AzureGateway = z.infer<typeof gatewaySchema>

export const localGatewaySchema = z.object({
  ...named,
  localnetworkaddressspace: addressSpace,
  gatewayipaddress: text,
  bgpsettings: bgp,
})

export const trafficSelectors = list(
  z.object({ localaddressranges: list(z.string()), remoteaddressranges: list(z.string()) }),
)
export type AzureTrafficSelectors = z.infer<typeof trafficSelectors>

export const connectionSchema = z.object({
  ...named,
  virtualnetworkgateway1: reference,
  virtualnetworkgateway2: reference,
  localnetworkgateway2: reference,
  peer: reference,
  enablebgp: truth,
  ingressnatrules: references,
  egressnatrules: references,
  trafficselectorpolicies: trafficSelectors,
})
export type AzureConnection = z.infer<typeof connectionSchema>

export const circuitSchema = z.object({
  ...named,
  peerings: list(
    z.object({
      peeringtype: text,
      peerasn: number,
      primarypeeraddressprefix: text,
      secondarypeeraddressprefix: text,
    }),
  ),
})

const protocolNames = list(z.union([z.string(), z.object({ protocoltype: text, port: number })]))

const firewallRuleSchema = z.object({
  name: z.string().default(''),
  ruletype: text,
  ipprotocols: protocolNames,
  protocols: protocolNames,
  sourceaddresses: list(z.string()),
  sourceipgroups: list(z.string()),
  destinationaddresses: list(z.string()),
  destinationipgroups: list(z.string()),
  destinationfqdns: list(z.string()),
  targetfqdns: list(z.string()),
  targeturls: list(z.string()),
  fqdntags: list(z.string()),
  webcategories: list(z.string()),
  destinationports: list(z.string()),
  translatedaddress: text,
  translatedport: text,
})
export type AzureFirewallRule = z.infer<typeof firewallRuleSchema>

const ruleCollections = list(
  z.object({
    name: z.string().default(''),
    priority: number,
    rulecollectiontype: text,
    action: z.object({ type: text }).nullish(),
    rules: list(firewallRuleSchema),
  }),
)
export type AzureRuleCollection = z.infer<typeof ruleCollections>[number]

export const firewallSchema = z.object({
  ...named,
  ipconfigurations: ipConfigurations,
  managementipconfiguration: z.object({ subnet: reference, publicipaddress: reference }).nullish(),
  virtualhub: reference,
  firewallpolicy: reference,
  hubipaddresses: z
    .object({
      privateipaddress: text,
      publicips: z.object({ addresses: list(z.object({ address: text })) }).nullish(),
    })
    .nullish(),
  networkrulecollections: ruleCollections,
  natrulecollections: ruleCollections,
  applicationrulecollections: ruleCollections,
})
export type AzureFirewall = z.infer<typeof firewallSchema>

export const firewallPolicySchema = z.object({
  ...named,
  basepolicy: reference,
  snat: z.object({ privateranges: list(z.string()) }).nullish(),
})

export const firewallRulesSchema = z.object({
  ...named,
  priority: number,
  rulecollections: ruleCollections,
})

export const ipGroupSchema = z.object({ ...named, ipaddresses: list(z.string()) })

export const bastionSchema = z.object({ ...named, ipconfigurations: ipConfigurations, virtualnetwork: reference })
