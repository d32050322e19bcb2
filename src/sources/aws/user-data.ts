/**
 * User data: what instances run at their start. It may hold secrets, so it is looked through as it comes, and let go; only
 * the addresses that it names go on from here, and on which lines something reads as a secret.
 */
import { z } from 'zod'
import type { AddressLiteral } from '../../model/address-literal.ts'
import { secretParts, type SecretMark } from '../../model/secret-mark.ts'
import type { SourceRequest } from '../../model/source.ts'
import type { Report } from '../report.ts'

export type FindLiterals = NonNullable<SourceRequest['findLiterals']>

type Answer = Readonly<Record<string, unknown>>

/** Made here only: no file can hold a bigint. */
const literalsSchema = z.custom<readonly AddressLiteral[]>(
  (value) => Array.isArray(value) && value.every((each) => typeof each?.block?.network === 'bigint'),
)

export const instanceUserDataSchema = z.object({ InstanceId: z.string().min(1), Literals: literalsSchema })
export const templateLiteralsSchema = literalsSchema.optional()

interface Looking {
  /** Absent: nobody asked for it, and it is not looked at. */
  readonly findLiterals?: FindLiterals | undefined
  readonly report: Report
}

/** The answer about one instance as a list of one; null when it is another answer. */
export function userDataAnswer(answer: Answer, looking: Looking): Answer | null {
  const { InstanceId, UserData } = answer
  if (typeof InstanceId !== 'string' || typeof UserData !== 'object' || UserData === null) return null
  const Literals = literalsOf(
    'Value' in UserData ? UserData.Value : undefined,
    { subject: InstanceId, isVm: true },
    looking,
  )
  return { InstanceUserData: Literals ? [{ InstanceId, Literals }] : [] }
}

/** Launch template versions with addresses in the place of user data. */
export function withTemplateLiterals(versions: readonly unknown[], looking: Looking): readonly unknown[] {
  return versions.map((version) => {
    if (typeof version !== 'object' || version === null || !('LaunchTemplateData' in version)) return version
    const { LaunchTemplateData: data } = version
    if (typeof data !== 'object' || data === null || !looking.findLiterals) return { ...version, Literals: undefined }
    const userData = 'UserData' in data ? data.UserData : undefined
    return { ...version, Literals: literalsOf(userData, { subject: shownOf(version), isVm: false }, looking) }
  })
}

function shownOf(version: object): string {
  const id = 'LaunchTemplateId' in version ? String(version.LaunchTemplateId) : 'launch template'
  return 'VersionNumber' in version ? `${id} version ${String(version.VersionNumber)}` : id
}

/** Both APIs give it in base64, whatever it is in itself. Undefined when it is not to be looked at. */
function literalsOf(
  value: unknown,
  { subject, isVm }: { readonly subject: string; readonly isVm: boolean },
  { findLiterals, report }: Looking,
): readonly AddressLiteral[] | undefined {
  if (!findLiterals) return undefined
  if (typeof value !== 'string' || value === '') return []
  const found = findLiterals(Buffer.from(value, 'base64'))
  reportSecrets(found?.secrets ?? [], { subject, isVm, report })
  if (!found || found.incomplete) reportIncomplete(found !== null, { subject, report })
  return found?.literals ?? []
}

function reportSecrets(
  secrets: readonly SecretMark[],
  { subject, isVm, report }: { readonly subject: string; readonly isVm: boolean; readonly report: Report },
): void {
  if (secrets.length === 0) return
  report('site.secret-in-user-data', {
    subject,
    affected: isVm ? [subject] : [],
    ...secretParts(secrets, 'Its user data'),
  })
}

const reportIncomplete = (
  isText: boolean,
  { subject, report }: { readonly subject: string; readonly report: Report },
): void =>
  report('network.scan-incomplete', {
    subject,
    message: isText
      ? 'Its user data was looked through for addresses only in part: something packed in it is damaged, too large or too deep.'
      : 'Its user data is neither text nor gzip, so it was not looked through for addresses.',
    suggestion: 'Look through it by hand.',
  })
