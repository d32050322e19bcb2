/**
 * The columns of RVTools, under each of their three names: 3.x (`Provisioned MB`), 4.x (`Provisioned MiB`) and
 * the names in its database (`vInfoProvisioned`). The figures were binary under both units, so the unit is dropped
 * from MB and MiB alike; a header in GB or GiB stays unknown and is reported rather than misread.
 */
import type { FactId } from '../../model/fact.ts'

/** What every tab says about the VM of a row. */
const identity = {
  vm: ['vm', 'vmname'],
  vmId: ['vmid'],
  vmUuid: ['vmuuid', 'uuid'],
  server: ['visdkserver'],
  serverUuid: ['visdkuuid'],
  datacenter: ['datacenter'],
} as const

const columnsOf = {
  vInfo: {
    ...identity,
    power: ['powerstate'],
    template: ['template'],
    placeholder: ['srmplaceholder'],
    cpus: ['cpus', 'cpu'],
    memory: ['memory'],
    disks: ['disks'],
    totalDisk: ['totaldiskcapacity'],
    provisioned: ['provisioned'],
    address: ['primaryipaddress'],
    network1: ['network1'],
    network2: ['network2'],
    network3: ['network3'],
    network4: ['network4'],
    network5: ['network5'],
    network6: ['network6'],
    network7: ['network7'],
    network8: ['network8'],
    vapp: ['vapp'],
    firmware: ['firmware'],
    cluster: ['cluster'],
    host: ['host'],
    osConfigured: ['osaccordingtotheconfigurationfile', 'os'],
    osReported: ['osaccordingtothevmwaretools', 'ostools'],
    gpu: ['vgpu', 'vgpuprofile', 'gpu', 'gpumodel', 'gpuprofile'],
    folder: ['folder'],
    resourcePool: ['resourcepool'],
    annotation: ['annotation'],
    secureBoot: ['efisecureboot'],
    faultTolerance: ['ftstate'],
    latency: ['latencysensitivity'],
    gpuCount: ['gpucount', 'vgpucount', 'gpus', 'vgpus'],
  },
  vCPU: { ...identity, cpus: ['cpus', 'cpu'], hotAdd: ['hotadd'] },
  vMemory: { ...identity, size: ['size'], hotAdd: ['hotadd'], reserved: ['memoryreservationlockedtomax'] },
  vDisk: {
    ...identity,
    disk: ['disk', 'name'],
    key: ['diskkey', 'key'],
    path: ['diskpath', 'path'],
    capacity: ['capacity'],
    raw: ['raw'],
    mode: ['diskmode', 'mode'],
    sharing: ['sharingmode'],
    sharedBus: ['sharedbus'],
  },
  vPartition: {
    ...identity,
    key: ['diskkey', 'key'],
    disk: ['disk', 'name'],
    capacity: ['capacity'],
    consumed: ['consumed'],
  },
  vNetwork: {
    ...identity,
    label: ['niclabel', 'label'],
    adapter: ['adapter'],
    network: ['network', 'networkname'],
    mac: ['macaddress', 'mac'],
    ipv4: ['ipv4address', 'ipaddress', 'ipv4'],
    ipv6: ['ipv6address', 'ipv6'],
  },
  vHost: {
    server: identity.server,
    serverUuid: identity.serverUuid,
    datacenter: identity.datacenter,
    host: ['host', 'name'],
    cluster: ['cluster'],
    maintenance: ['inmaintenancemode', 'maintenancemode'],
    cores: ['cores', 'numcpucores'],
    hyperThreading: ['htactive'],
    memory: ['memory', 'memorysize'],
  },
  vUSB: { ...identity, node: ['devicenode'], type: ['devicetype'] },
  vMetaData: { created: ['xlsxcreationdatetime', 'creationdatetime'] },
} as const satisfies Record<string, Record<string, readonly string[]>>

export type TabName = keyof typeof columnsOf
export type Column<Tab extends TabName> = keyof (typeof columnsOf)[Tab] & string
export const tabNames = Object.keys(columnsOf) as TabName[]

/** What a column says, and as which fact another source may say it; null = only the export itself. */
export type Use = readonly [meaning: string, fact: FactId | null]

/** Columns whose absence costs the plan something. */
export const usefulColumns: { readonly [Tab in TabName]: { readonly [Name in Column<Tab>]?: Use } } = {
  vInfo: {
    power: ['whether a VM runs', 'power'],
    cpus: ['vCPUs', 'vcpus'],
    memory: ['memory', 'memory'],
    firmware: ['BIOS or UEFI', 'firmware'],
    vmId: ['an id that survives a change of name', null],
    host: ['which VMs fail together', 'host'],
  },
  vCPU: {},
  vMemory: {},
  vDisk: {
    capacity: ['disk sizes', 'disks'],
    raw: ['raw device mappings', 'disks'],
    sharedBus: ['disks shared between VMs', 'disks'],
  },
  vPartition: { consumed: ['space in use', 'used-space'] },
  vNetwork: { network: ['networks', 'interfaces'] },
  vHost: {},
  vUSB: {},
  vMetaData: {},
}

/** Columns of RVTools 4.x that drplan knows and does not need, as normalised names. */
const unread: { readonly [Tab in TabName]: string } = {
  vInfo: `configstatus dnsname connectionstate gueststate heartbeat consolidationneeded poweron suspendedtomemory
    suspendtime suspendinterval creationdate changeversion overallcpureadiness activememory nics
    fixedpassthruhotplug minrequiredevcmodekey opnotificationtimeout enableuuid cbt nummonitors
    videoram folderid dasprotection ftrole ftlatency ftbandwidth ftseclatency
    vmfailoverinprogress inuse unshared harestartpriority haisolationresponse havmmonitoring clusterrules
    clusterrulenames bootrequired bootdelay bootretrydelay bootretryenabled bootbiossetup rebootpoweroff
    hwversion hwupgradestatus hwupgradepolicy hwtarget path logdirectory snapshotdirectory
    suspenddirectory customizationinfo guestdetaileddata smbiosuuid visdkservertype visdkapiversion
    cpuusagepct`,
  vCPU: `sockets coresps max overall level shares reservation entitlement drsentitlement limit hotremove
    numahotaddexposed cpureadypct cpucostop`,
  vMemory: `overhead max consumed consumedoverhead private shared swapped ballooned
    active entitlement drsentitlement level shares reservation limit`,
  vDisk: `diskuuid thin eagerlyscrub split writethrough level shares reservation limit controller label scsiunit unit
    rawlunid rawcompmode internalsortcolumn`,
  vPartition: 'free freepct internalsortcolumn',
  vNetwork: 'switch connected startsconnected type directpathio internalsortcolumn',
  vHost: `configstatus compliancecheckstate inquarantinemode vsanfaultdomainname cpumodel speed htavailable cpu cpus
    corespercpu cpuusagepct memorytieringtype memoryusagepct console vmstotal vms vmspercore vcpus vcpuspercore vram
    vmusedmemory vmmemoryswapped vmmemoryballooned vmotionsupport storagevmotionsupport currentevc maxevc
    assignedlicenses atsheartbeat atslocking currentcpupowermanpolicy supportedcpupowerman hostpowerpolicy esxversion
    boottime dnsservers dhcp domain domainlist dnssearchorder ntpservers ntpdrunning timezone timezonename gmtoffset
    vendor model serialnumber servicetag oemspecificstring biosvendor biosversion biosdate certificateissuer
    certificatestartdate certificateexpirydate certificatestatus certificatesubject objectid uuid
    cpumhz numcpu overallcpuusage overallmemoryusage`,
  vUSB: 'connected family speed ehcienabled autoconnect busnumber unitnumber controller label internalsortcolumn',
  vMetaData: 'rvtoolsmajorversion rvtoolsversion xlsxcreationdatetime server',
}
const unreadAnywhere = `powerstate template srmplaceholder annotation cluster host folder visdkservertype
  visdkapiversion osaccordingtotheconfigurationfile osaccordingtothevmwaretools os ostools smbiosuuid`

const words = (text: string): readonly string[] => text.split(/\s+/)
const unreadNames = (tab: TabName): ReadonlySet<string> => new Set([...words(unread[tab]), ...words(unreadAnywhere)])

/** A header without case, punctuation, the tab's own name in front (database names) and MB or MiB behind. */
export function normaliseHeader(tab: string, header: string): string {
  const bare = header
    .toLowerCase()
    .replaceAll('%', 'pct')
    .replaceAll(/[^a-z0-9]/g, '')
  const prefix = tab.toLowerCase()
  const name = bare.startsWith(prefix) && bare.length > prefix.length ? bare.slice(prefix.length) : bare
  return name.replace(/(?<=.)(mib|mb|kib|kb)$/, '')
}

export type HeaderMeaning<Tab extends TabName> =
  | { kind: 'column'; column: Column<Tab> }
  | { kind: 'unread' }
  | { kind: 'unknown' }

/** What a header stands for in its tab. */
export function meaningOf<Tab extends TabName>(tab: Tab, header: string): HeaderMeaning<Tab> {
  const name = normaliseHeader(tab, header)
  for (const [column, aliases] of Object.entries(columnsOf[tab]) as [Column<Tab>, readonly string[]][]) {
    if (aliases.includes(name)) return { kind: 'column', column }
  }
  return { kind: unreadNames(tab).has(name) ? 'unread' : 'unknown' }
}
