/**
 * Services of the platform with a firewall of their own, as Azure Resource Manager sends them; keys as in schema.ts. No
 * more than their network is taken out of the answers: neither who administers them nor what opens them.
 */
import { z } from 'zod'
import { named, references } from './schema-network.ts'
import { list, reference, text, truth } from './schema.ts'

/** `value` in the REST API, `ipAddressOrRange` in `az`; of namespaces `ipMask`. */
const addressRules = list(z.object({ value: text, ipaddressorrange: text, ipmask: text }))

const rules = {
  defaultaction: text,
  bypass: text,
  iprules: addressRules,
  ipv6rules: addressRules,
  virtualnetworkrules: list(z.object({ id: text, virtualnetworkresourceid: text, subnet: reference })),
}
const networkRules = z.object(rules).nullish()
export type AzureNetworkRules = z.infer<typeof networkRules>

const open = { publicnetworkaccess: text }

/** `networkAcls` in the REST API, `networkRuleSet` in `az`. */
export const storageSchema = z.object({ ...named, ...open, networkacls: networkRules, networkruleset: networkRules })
export const keyVaultSchema = z.object({ ...named, ...open, networkacls: networkRules })
export const cosmosSchema = z.object({
  ...named,
  ...open,
  isvirtualnetworkfilterenabled: truth,
  iprules: addressRules,
  virtualnetworkrules: references,
})

export const sqlServerSchema = z.object({ ...named, ...open })
export const sqlRuleSchema = z.object({ ...named, startipaddress: text, endipaddress: text })
export const sqlRuleOf6Schema = z.object({ ...named, startipv6address: text, endipv6address: text })
export const sqlSubnetSchema = z.object({ ...named, virtualnetworksubnetid: text })

/** Flexible servers of PostgreSQL and MySQL; one that stands in a subnet has no firewall of its own. */
const flexibleNetwork = z.object({ ...open, delegatedsubnetresourceid: text }).nullish()
export const flexibleServerSchema = z.object({ ...named, ...open, network: flexibleNetwork })

/** Of Event Hubs and of Service Bus. */
export const namespaceSchema = z.object({ ...named, ...open })
export const namespaceRulesSchema = z.object({ ...named, ...open, ...rules, trustedserviceaccessenabled: truth })

export const registrySchema = z.object({
  ...named,
  ...open,
  networkruleset: networkRules,
  networkrulebypassoptions: text,
})

export const webAppSchema = z.object({ ...named, ...open, kind: text })

/** `tag` says what the address is: `ServiceTag` makes it the name of one. */
const restrictions = list(
  z.object({ ipaddress: text, subnetmask: text, vnetsubnetresourceid: text, action: text, tag: text }),
)

export const webAppConfigurationSchema = z.object({
  ...named,
  ipsecurityrestrictions: restrictions,
  ipsecurityrestrictionsdefaultaction: text,
  scmipsecurityrestrictions: restrictions,
  scmipsecurityrestrictionsdefaultaction: text,
  scmipsecurityrestrictionsusemain: truth,
})
export type AzureWebAppConfiguration = z.infer<typeof webAppConfigurationSchema>
