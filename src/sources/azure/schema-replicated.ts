/**
 * Vaults of Recovery Services and what Site Recovery replicates into them, as Azure Resource Manager sends it; keys as in
 * schema.ts. Of the machines no more than where their interfaces will stand.
 */
import { z } from 'zod'
import { named } from './schema-network.ts'
import { list, text } from './schema.ts'

export const vaultSchema = z.object({ ...named })

const nicSchema = z.object({
  nicid: text,
  sourcenicarmid: text,
  recoveryvmnetworkid: text,
  tfovmnetworkid: text,
  /** Of Azure to Azure, and of older replication from elsewhere. */
  ipconfigs: list(
    z.object({
      name: text,
      recoverysubnetname: text,
      recoverystaticipaddress: text,
      tfosubnetname: text,
      tfostaticipaddress: text,
    }),
  ),
  /** Of VMware to Azure (InMageRcm), whose networks are those of the whole machine. */
  targetsubnetname: text,
  targetipaddress: text,
  testsubnetname: text,
  testipaddress: text,
})
export type ReplicatedNic = z.infer<typeof nicSchema>

export const itemSchema = z.object({
  ...named,
  friendlyname: text,
  providerspecificdetails: z
    .object({
      instancetype: text,
      fabricobjectid: text,
      targetnetworkid: text,
      testnetworkid: text,
      vmnics: list(nicSchema),
    })
    .nullish(),
})
