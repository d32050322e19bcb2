/**
 * User text that AWS is to show. Names are hostile: they travel as JSON data only, and here they lose what AWS
 * refuses. Nothing depends on the result; keys (model/key.ts) are what things are found by.
 */
import { stableKey } from '../../model/key.ts'

/** As Terraform itself holds text: well-formed Unicode, in composed form. */
export const plainText = (text: string): string => text.toWellFormed().normalize('NFC')

/**
 * A tag value: letters, digits, spaces and _ . : / = + - @, 256 characters at most. EC2 takes more, but AWS Backup
 * and IAM do not (Amazon EC2 user guide, "Tag restrictions"), and a tag must never stop a recovery.
 */
export function tagValue(text: string): string {
  const readable = plainText(text)
    .replaceAll(/[\p{Zl}\p{Zp}\t\r\n]+/gu, ' ')
    .replaceAll(/\p{C}/gu, '')
    .replaceAll(/[^\p{L}\p{N}\p{Z}_.:/=+\-@]+/gu, '_')
  return shorten(readable, 256).trim()
}

/** What people see of a thing. */
export const labelOf = ({ key, name }: { readonly key: string; readonly name: string }): string => tagValue(name) || key

/** A description of a security group or rule: 255 characters of this set (EC2 API, CreateSecurityGroup, IpRange). */
export function ruleDescription(text: string): string {
  const readable = plainText(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{C}/gu, '')
    .replaceAll(/[^a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]/gu, '_')
  return shorten(readable, 255).trim()
}

/** By code points, so that no character is cut in half. */
const shorten = (text: string, length: number): string => Array.from(text).slice(0, length).join('')

/** Short enough for "<name>-every-24h" as the name of a backup plan, which AWS ends at 50 characters. */
export function siteName(siteId: string): string {
  const key = stableKey(siteId, siteId)
  return key.length <= 32 ? key : `${key.slice(0, 24)}-${key.slice(-7)}`
}
