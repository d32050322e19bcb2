/**
 * What Azure Resource Manager and `az` say, as far as drplan uses it (REST references of Microsoft.Compute and
 * Microsoft.Network). Keys are in lower case and `properties` are lifted; dump.ts makes them so.
 */
import { z } from 'zod'

const text = z.string().nullish()
const number = z.number().nullish()
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
const reference = z.object({ id: text }).nullish()

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
  hardwareprofile: z.object({ vmsize: text }).nullish(),
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
  networksecuritygroup: reference,
  ipconfigurations: list(
    z.object({
      privateipaddress: text,
      primary: z.boolean().nullish(),
      subnet: reference,
      publicipaddress: z.unknown().optional(),
    }),
  ),
})
export type AzureNicAnswer = z.infer<typeof nicSchema>

export const vnetSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  addressspace: z.object({ addressprefixes: list(z.string()) }).nullish(),
  subnets: list(
    z.object({
      id: z.string().min(1),
      name: z.string(),
      addressprefix: text,
      addressprefixes: list(z.string()),
      networksecuritygroup: reference,
    }),
  ),
  virtualnetworkpeerings: list(z.object({ remotevirtualnetwork: reference })),
})
export type AzureVnet = z.infer<typeof vnetSchema>

export const groupSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  securityrules: list(
    z.object({
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
      sourceapplicationsecuritygroups: list(z.unknown()),
      destinationapplicationsecuritygroups: list(z.unknown()),
    }),
  ),
})
export type AzureGroupAnswer = z.infer<typeof groupSchema>

export const sizeSchema = z.object({ name: z.string(), numberofcores: z.number(), memoryinmb: z.number() })
export type AzureSize = z.infer<typeof sizeSchema>
