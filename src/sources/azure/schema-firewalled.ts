/**
 * Services of the platform with a firewall of their own, as Azure Resource Manager sends them; keys as in schema.ts. No
 * more than their network is taken out of the answers: neither who administers them nor what opens them.
 */
import { z } from 'zod'
import { named, references } from './schema-network.ts'
import { list, text, truth } from './schema.ts'

/** `value` in the REST API, `ipAddressOrRange` in `az`. */
const addressRules = list(z.object({ value: text, ipaddressorrange: text }))

const networkRules = z
  .object({
    defaultaction: text,
    bypass: text,
    iprules: addressRules,
    ipv6rules: addressRules,
    virtualnetworkrules: list(z.object({ id: text, virtualnetworkresourceid: text })),
  })
  .nullish()
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
