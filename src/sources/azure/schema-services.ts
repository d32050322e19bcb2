/** Balancers, endpoints and scale sets, as Azure Resource Manager sends them; keys as in schema.ts. */
import { z } from 'zod'
import { ipConfiguration, ipConfigurations, named, references } from './schema-network.ts'
import { list, number, reference, text, truth } from './schema.ts'

const rule = {
  id: text,
  name: text,
  protocol: text,
  frontendport: number,
  backendport: number,
  frontendipconfiguration: reference,
  enablefloatingip: truth,
}

export const loadBalancerSchema = z.object({
  ...named,
  frontendipconfigurations: list(ipConfiguration.extend({ zones: list(z.string()) })),
  backendaddresspools: list(
    z.object({
      id: text,
      name: text,
      virtualnetwork: reference,
      backendipconfigurations: references,
      loadbalancerbackendaddresses: list(
        z.object({ ipaddress: text, virtualnetwork: reference, networkinterfaceipconfiguration: reference }),
      ),
    }),
  ),
  loadbalancingrules: list(
    z.object({ ...rule, backendaddresspool: reference, backendaddresspools: references, probe: reference }),
  ),
  inboundnatrules: list(
    z.object({
      ...rule,
      backendaddresspool: reference,
      backendipconfiguration: reference,
      frontendportrangestart: number,
      frontendportrangeend: number,
    }),
  ),
  outboundrules: list(
    z.object({
      id: text,
      name: text,
      protocol: text,
      backendaddresspool: reference,
      frontendipconfigurations: references,
    }),
  ),
  probes: list(z.object({ id: text, protocol: text, port: number, requestpath: text })),
})
export type AzureLoadBalancer = z.infer<typeof loadBalancerSchema>

const id = { id: text }

export const applicationGatewaySchema = z.object({
  ...named,
  gatewayipconfigurations: list(z.object({ subnet: reference })),
  frontendipconfigurations: ipConfigurations,
  frontendports: list(z.object({ ...id, port: number })),
  httplisteners: list(
    z.object({ ...id, name: text, protocol: text, frontendport: reference, frontendipconfiguration: reference }),
  ),
  requestroutingrules: list(
    z.object({
      httplistener: reference,
      backendaddresspool: reference,
      backendhttpsettings: reference,
      urlpathmap: reference,
    }),
  ),
  urlpathmaps: list(
    z.object({
      ...id,
      defaultbackendaddresspool: reference,
      defaultbackendhttpsettings: reference,
      pathrules: list(z.object({ backendaddresspool: reference, backendhttpsettings: reference })),
    }),
  ),
  backendaddresspools: list(
    z.object({
      ...id,
      name: text,
      backendipconfigurations: references,
      backendaddresses: list(z.object({ fqdn: text, ipaddress: text })),
    }),
  ),
  backendhttpsettingscollection: list(z.object({ ...id, port: number, protocol: text, probe: reference })),
  probes: list(z.object({ ...id, protocol: text, port: number, path: text })),
})
export type AzureApplicationGateway = z.infer<typeof applicationGatewaySchema>

export const endpointSchema = z.object({
  ...named,
  subnet: reference,
  networkinterfaces: references,
  applicationsecuritygroups: references,
  privatelinkserviceconnections: list(z.object({ privatelinkserviceid: text, groupids: list(z.string()) })),
  manualprivatelinkserviceconnections: list(z.object({ privatelinkserviceid: text, groupids: list(z.string()) })),
  customdnsconfigs: list(z.object({ fqdn: text, ipaddresses: list(z.string()) })),
})
export type AzureEndpoint = z.infer<typeof endpointSchema>

/** Which resources of a service its subnets may reach. */
export const endpointPolicySchema = z.object({
  ...named,
  serviceendpointpolicydefinitions: list(z.object({ service: text, serviceresources: list(z.string()) })),
})

export const zoneGroupSchema = z.object({ ...named, privatednszoneconfigs: list(z.object({ privatednszoneid: text })) })

export const linkServiceSchema = z.object({
  ...named,
  alias: text,
  loadbalancerfrontendipconfigurations: references,
  ipconfigurations: ipConfigurations,
  networkinterfaces: references,
})

export const networkManagerSchema = z.object({ ...named, networkmanagerscopeaccesses: list(z.string()) })

const prefixes = list(z.object({ addressprefix: text }))

/** A rule in force, with the virtual network that it is in force for as `id`. */
export const adminRuleSchema = z.object({
  id: z.string().min(1),
  ruleid: text,
  /** The name of a rule that the platform gives. */
  flag: text,
  protocol: z.string(),
  access: z.enum(['Allow', 'AlwaysAllow', 'Deny']),
  direction: z.enum(['Inbound', 'Outbound']),
  priority: z.int(),
  sources: prefixes,
  destinations: prefixes,
  sourceportranges: list(z.string()),
  destinationportranges: list(z.string()),
})
export type AzureAdminRule = z.infer<typeof adminRuleSchema>

export const scaleSetSchema = z.object({
  ...named,
  orchestrationmode: text,
  sku: z.object({ name: text, capacity: number }).nullish(),
})

export const serviceTagSchema = z.object({ name: z.string().min(1), addressprefixes: list(z.string()) })
