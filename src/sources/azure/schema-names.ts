/** Zones of names, their records, and what forwards questions, as Azure Resource Manager sends them; keys as in schema.ts. */
import { z } from 'zod'
import { named, references } from './schema-network.ts'
import { list, number, reference, text, truth } from './schema.ts'

export const zoneSchema = z.object({ ...named })

/** The API of public zones knows private ones too, of before they had one of their own. */
export const publicZoneSchema = z.object({
  ...named,
  zonetype: text,
  registrationvirtualnetworks: references,
  resolutionvirtualnetworks: references,
})

/** Whatever a virtual network is told of: a private zone, a set of rules. */
export const linkSchema = z.object({ ...named, virtualnetwork: reference })

/** Of public and of private zones. */
export const recordSchema = z.object({
  ...named,
  type: text,
  ttl: number,
  isautoregistered: truth,
  /** What an alias stands for. */
  targetresource: reference,
  arecords: list(z.object({ ipv4address: z.string() })),
  aaaarecords: list(z.object({ ipv6address: z.string() })),
  caarecords: list(z.object({ flags: number, tag: text, value: text })),
  cnamerecord: z.object({ cname: text }).nullish(),
  mxrecords: list(z.object({ preference: number, exchange: text })),
  nsrecords: list(z.object({ nsdname: text })),
  ptrrecords: list(z.object({ ptrdname: text })),
  srvrecords: list(z.object({ priority: number, weight: number, port: number, target: text })),
  txtrecords: list(z.object({ value: list(z.string()) })),
})
export type AzureRecord = z.infer<typeof recordSchema>

export const resolverSchema = z.object({ ...named, virtualnetwork: reference })

export const inboundSchema = z.object({
  ...named,
  ipconfigurations: list(z.object({ subnet: reference, privateipaddress: text, privateipallocationmethod: text })),
})

export const outboundSchema = z.object({ ...named, subnet: reference })

export const ruleSetSchema = z.object({ ...named, dnsresolveroutboundendpoints: references })

export const forwardingSchema = z.object({
  ...named,
  domainname: text,
  targetdnsservers: list(z.object({ ipaddress: text, port: number })),
  forwardingrulestate: text,
})
