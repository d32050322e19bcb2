/**
 * What Azure Resource Manager and `az` say, as far as drplan uses it (REST references of Microsoft.Compute and
 * Microsoft.Network). Keys are in lower case and `properties` are lifted; answers.ts makes them so.
 */
import { z } from 'zod'

export const text = z.string().nullish()
export const number = z.number().nullish()
export const truth = z.boolean().nullish()
export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
/** `{ id }`; a whole resource may stand there too. */
export const reference = z.object({ id: text }).nullish()

const diskShape = {
  name: text,
  disksizegb: number,
  manageddisk: z.object({ id: text, storageaccounttype: text }).nullish(),
}

export const vmSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  location: text,
  zones: list(z.string()),
  tags: z.record(z.string(), z.string()).nullish(),
  hardwareprofile: z
    .object({ vmsize: text, vmsizeproperties: z.object({ vcpusavailable: number }).nullish() })
    .nullish(),
  storageprofile: z
    .object({
      imagereference: z.object({ publisher: text, offer: text, sku: text }).nullish(),
      osdisk: z.object({ ...diskShape, ostype: text }).nullish(),
      datadisks: list(z.object({ ...diskShape, lun: number })),
    })
    .nullish(),
  networkprofile: z
    .object({ networkinterfaces: list(z.object({ id: z.string(), primary: z.boolean().nullish() })) })
    .nullish(),
  instanceview: z.object({ statuses: list(z.object({ code: text })) }).nullish(),
  powerstate: text,
  privateips: z.union([z.string(), z.array(z.string())]).nullish(),
  publicips: z.union([z.string(), z.array(z.string())]).nullish(),
  host: reference,
  proximityplacementgroup: reference,
  virtualmachinescaleset: reference,
})
export type AzureVm = z.infer<typeof vmSchema>

export const diskSchema = z.object({
  id: z.string().min(1),
  disksizegb: number,
  diskiopsreadwrite: number,
  diskmbpsreadwrite: number,
  maxshares: number,
  hypervgeneration: text,
  sku: z.object({ name: text }).nullish(),
  supportedcapabilities: z.object({ architecture: text }).nullish(),
})
export type AzureDisk = z.infer<typeof diskSchema>

export const nicSchema = z.object({
  id: z.string().min(1),
  macaddress: text,
  virtualmachine: reference,
  enableipforwarding: truth,
  enableacceleratednetworking: truth,
  defaultoutboundconnectivityenabled: truth,
  dnssettings: z.object({ dnsservers: list(z.string()) }).nullish(),
  networksecuritygroup: reference,
  ipconfigurations: list(
    z.object({
      privateipaddress: text,
      privateipallocationmethod: text,
      id: text,
      primary: truth,
      subnet: reference,
      publicipaddress: z.unknown().optional(),
      applicationsecuritygroups: list(z.object({ id: text })),
    }),
  ),
})
export type AzureNicAnswer = z.infer<typeof nicSchema>

export const addressSpace = z.object({ addressprefixes: list(z.string()) }).nullish()

export const vnetSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  location: text,
  addressspace: addressSpace,
  dhcpoptions: z.object({ dnsservers: list(z.string()) }).nullish(),
  encryption: z.object({ enabled: truth, enforcement: text }).nullish(),
  bgpcommunities: z.object({ virtualnetworkcommunity: text, regionalcommunity: text }).nullish(),
  subnets: list(
    z.object({
      id: z.string().min(1),
      name: z.string(),
      addressprefix: text,
      addressprefixes: list(z.string()),
      networksecuritygroup: reference,
      routetable: reference,
      natgateway: reference,
      ipconfigurations: list(z.object({ id: text })),
      serviceendpoints: list(z.object({ service: text })),
      serviceendpointpolicies: list(z.object({ id: text })),
      delegations: list(z.object({ servicename: text })),
      defaultoutboundaccess: truth,
      privateendpointnetworkpolicies: text,
      privatelinkservicenetworkpolicies: text,
    }),
  ),
  virtualnetworkpeerings: list(
    z.object({
      id: text,
      name: text,
      remotevirtualnetwork: reference,
      remoteaddressspace: addressSpace,
      remotevirtualnetworkaddressspace: addressSpace,
      allowvirtualnetworkaccess: truth,
      allowforwardedtraffic: truth,
      allowgatewaytransit: truth,
      useremotegateways: truth,
    }),
  ),
})
export type AzureVnet = z.infer<typeof vnetSchema>

const ruleSchema = z.object({
  name: z.string(),
  description: text,
  priority: z.number(),
  direction: z.string(),
  access: z.string(),
  protocol: z.string(),
  sourceportrange: text,
  sourceportranges: list(z.string()),
  destinationportrange: text,
  destinationportranges: list(z.string()),
  sourceaddressprefix: text,
  sourceaddressprefixes: list(z.string()),
  destinationaddressprefix: text,
  destinationaddressprefixes: list(z.string()),
  sourceapplicationsecuritygroups: list(z.object({ id: text })),
  destinationapplicationsecuritygroups: list(z.object({ id: text })),
})
export type AzureRuleAnswer = z.infer<typeof ruleSchema>

export const groupSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  securityrules: list(ruleSchema),
  defaultsecurityrules: list(ruleSchema),
})
export type AzureGroupAnswer = z.infer<typeof groupSchema>

export const sizeSchema = z.object({ name: z.string(), numberofcores: z.number(), memoryinmb: z.number() })

/** `az vm list-skus` and the SKUs of the API: what a size can do, as texts. */
export const skuSchema = z.object({
  name: z.string().min(1),
  resourcetype: z.string(),
  locations: list(z.string()),
  capabilities: list(z.object({ name: z.string(), value: text })),
})
export type AzureSku = z.infer<typeof skuSchema>

/** Run-time states apart from the rest: the list of VMs with `statusOnly`. */
export const statusSchema = z.object({ id: z.string().min(1), instanceview: vmSchema.shape.instanceview })

/** `az` writes these numbers as texts. */
const amount = z.union([z.number(), z.stringFormat('whole number', /^-?\d+$/).transform(Number)])

export const limitSchema = z.object({
  id: z.string().min(1),
  name: z.object({ value: z.string(), localizedvalue: text }),
  currentvalue: amount,
  limit: amount,
})
