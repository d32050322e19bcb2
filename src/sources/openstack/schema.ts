/**
 * What the OpenStack APIs (Compute v2.1, Block Storage v3, Networking v2, Image v2) and `openstack … -f json` say, as
 * far as drplan uses it. Keys are in lower case with underscores for blanks; dump.ts makes them so.
 */
import { z } from 'zod'

const text = z.string().nullish()
const number = z.number().nullish()
const id = z.string().min(1)
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const flavorFields = { vcpus: number, ram: number, disk: number, ephemeral: number, original_name: text, name: text }

const portSchema = z.object({
  addr: z.string(),
  'os-ext-ips:type': text,
  'os-ext-ips-mac:mac_addr': text,
})

export const serverSchema = z.object({
  id,
  name: text,
  status: text,
  flavor: z.union([z.string(), z.object({ id: text, ...flavorFields })]).nullish(),
  /** An empty text where the server boots from a volume. */
  image: z.union([z.string(), z.object({ id: text })]).nullish(),
  addresses: z.union([z.string(), z.record(z.string(), z.array(z.union([z.string(), portSchema])))]).nullish(),
  networks: z.union([z.string(), z.record(z.string(), z.array(z.string()))]).nullish(),
  'os-ext-az:availability_zone': text,
  availability_zone: text,
  'os-ext-srv-attr:host': text,
  host: text,
  'os-extended-volumes:volumes_attached': list(z.object({ id })),
  volumes_attached: z.union([z.string(), z.array(z.object({ id }))]).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  properties: z.union([z.string(), z.record(z.string(), z.string())]).nullish(),
})
export type Server = z.infer<typeof serverSchema>

export const flavorSchema = z.object({ id: text, ...flavorFields, 'os-flv-ext-data:ephemeral': number })
export type Flavor = z.infer<typeof flavorSchema>

const attachmentSchema = z.object({ server_id: text, device: text })

export const volumeSchema = z.object({
  id,
  name: text,
  /** GiB. */
  size: z.number().positive(),
  volume_type: text,
  type: text,
  bootable: z.union([z.string(), z.boolean()]).nullish(),
  attachments: list(attachmentSchema),
  attached_to: z.union([z.string(), z.array(attachmentSchema)]).nullish(),
})
export type Volume = z.infer<typeof volumeSchema>

export const imageSchema = z.object({
  id,
  name: text,
  os_distro: text,
  os_type: text,
  architecture: text,
  hw_architecture: text,
  hw_firmware_type: text,
})
export type Image = z.infer<typeof imageSchema>

export const networkSchema = z.object({ id, name: text })
export const subnetSchema = z.object({ id, network_id: text, network: text, cidr: text, subnet: text })
