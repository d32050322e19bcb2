/** What `sadf -j -- -A` of sysstat prints of a host, as far as drplan uses it; versions since 10 differ in some names. */
import { z } from 'zod'

const number = z.number().nullish()
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const cpuLoad = list(z.object({ cpu: z.union([z.string(), z.number()]), idle: number, iowait: number }))

export const recordSchema = z.object({
  timestamp: z.object({
    date: z.string(),
    time: z.string(),
    /** 1 where the times are UTC; newer versions name the zone instead. */
    utc: number,
    tz: z.string().nullish(),
    /** Seconds that the record covers, up to its time. */
    interval: z.number(),
  }),
  'cpu-load': cpuLoad,
  'cpu-load-all': cpuLoad,
  /** Kilobytes of 1024 bytes. */
  memory: z
    .object({ memused: number, 'memused-percent': number, avail: number, buffers: number, cached: number })
    .nullish(),
  disk: list(
    z.object({ 'disk-device': z.string(), tps: number, rkB: number, wkB: number, rd_sec: number, wr_sec: number }),
  ),
  network: z.object({ 'net-dev': list(z.object({ iface: z.string(), rxkB: number, txkB: number })) }).nullish(),
})
export type SadfRecord = z.infer<typeof recordSchema>

export const hostSchema = z.object({
  nodename: z.string().min(1),
  'number-of-cpus': number,
  statistics: list(z.unknown()),
})
export type SadfHost = z.infer<typeof hostSchema>
