/**
 * What the vSphere API says of a VM, as far as drplan uses it (vSphere Web Services API, VirtualMachine and below),
 * and the same out of PowerCLI. Keys are in camelCase here; documents.ts makes them so. Fields that PowerShell cuts
 * to a type name at its depth limit count as not given.
 */
import { z } from 'zod'

const text = z.string().nullish()
const number = z.number().nullish()
const truth = z.boolean().nullish().catch(null)
const reference = z.object({ value: text, serverGuid: text }).nullish()
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

/** Old govc prints no type of a device, so what it is shows in what it has. */
const deviceSchema = z.object({
  typeName: text,
  key: number,
  controllerKey: number,
  deviceInfo: z.object({ label: text }).nullish(),
  capacityInBytes: number,
  capacityInKB: number,
  macAddress: text,
  sharedBus: text,
  backing: z
    .object({
      typeName: text,
      deviceName: text,
      diskMode: text,
      sharing: text,
      lunUuid: text,
      compatibilityMode: text,
      vgpu: text,
      vendorId: number,
      port: z.object({ portgroupKey: text }).nullish(),
    })
    .nullish(),
})
export type Device = z.infer<typeof deviceSchema>

const configSchema = z.object({
  name: text,
  template: z.boolean().nullish(),
  guestFullName: text,
  guestId: text,
  uuid: text,
  instanceUuid: text,
  firmware: text,
  annotation: text.catch(null),
  managedBy: z.object({ extensionKey: text, type: text }).nullish(),
  hardware: z.object({ numCPU: number, memoryMB: number, device: list(deviceSchema) }).nullish(),
  bootOptions: z.object({ bootOrder: list(z.object({ deviceKey: number })), efiSecureBootEnabled: truth }).nullish(),
  latencySensitivity: z.object({ level: text }).nullish().catch(null),
  memoryReservationLockedToMax: truth,
  cpuHotAddEnabled: truth,
  memoryHotAddEnabled: truth,
  nestedHVEnabled: truth,
  cpuAffinity: z
    .object({ affinitySet: list(z.number()) })
    .nullish()
    .catch(null),
})

const guestNetSchema = z.object({ network: text, ipAddress: list(z.string()), deviceConfigId: number })

export const machineSchema = z.object({
  self: reference,
  name: text,
  config: configSchema,
  parent: reference.catch(null),
  parentVApp: reference.catch(null),
  resourcePool: reference.catch(null),
  runtime: z.object({ powerState: text, host: reference, faultToleranceState: text }).nullish(),
  guest: z.object({ guestFullName: text, ipAddress: text, net: list(guestNetSchema) }).nullish(),
  availableField: list(z.object({ key: z.number(), name: z.string() })),
  customValue: list(z.object({ key: z.number(), value: text })),
})
export type Machine = z.infer<typeof machineSchema>

const cut = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(null)

/** PowerShell writes an object as its name below a certain depth. */
const named = z.union([z.string(), z.object({ name: z.string() })])

export const powerCliSchema = z.object({
  id: text,
  name: z.string().min(1),
  powerState: z.union([z.string(), z.number()]).nullish(),
  numCpu: number,
  memoryGB: number,
  memoryMB: number,
  provisionedSpaceGB: number,
  guestId: text,
  vMHost: cut(named),
  folder: cut(named),
  resourcePool: cut(named),
  vApp: cut(named),
  notes: text.catch(null),
  guest: cut(z.object({ oSFullName: text, iPAddress: z.array(z.string()).nullish().catch([]) })),
  hardDisks: cut(
    z.array(
      z.object({
        id: text,
        name: text,
        capacityGB: z.number().positive(),
        diskType: z.union([z.string(), z.number()]).nullish(),
        persistence: text.catch(null),
        scsiCanonicalName: text.catch(null),
        deviceName: text.catch(null),
      }),
    ),
  ),
  networkAdapters: cut(z.array(z.object({ name: z.string(), networkName: text, macAddress: text }))),
  customFields: cut(z.array(z.object({ key: z.string(), value: text }))),
})
export type PowerCliVm = z.infer<typeof powerCliSchema>
