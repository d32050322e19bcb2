/**
 * User text that Azure is to show. Names are hostile: they travel as JSON data only, and here they lose what Azure
 * refuses. Nothing depends on the result; keys (model/key.ts) are what things are found by.
 */
import { stableKey } from '../../model/key.ts'

/** As Terraform itself holds text: well-formed Unicode, in composed form. */
export const plainText = (text: string): string => text.toWellFormed().normalize('NFC')

/** A tag value: 256 characters; only names of tags have forbidden ones (Azure Resource Manager, "Tag limitations"). */
export const tagValue = (text: string): string => shorten(oneLine(text), 256).trim()

/**
 * The description of a rule: 140 characters (Azure REST API, Security Rules). Of a long id the end is kept, which tells
 * it from its neighbours.
 */
export function ruleDescription(name: string, origin: string): string {
  const [first, last] = [shorten(oneLine(name), 60), oneLine(origin)]
  const room = 140 - first.length - 2
  const kept = last.length <= room ? last : `…${last.slice(1 - room).toWellFormed()}`
  return shorten(`${first}: ${kept}`, 140).trim()
}

const oneLine = (text: string): string =>
  plainText(text)
    .replaceAll(/[\p{Zl}\p{Zp}\t\r\n]+/gu, ' ')
    .replaceAll(/\p{C}/gu, '')

/** By code points, so that no character is cut in half; counted as Azure does, in UTF-16 units. */
function shorten(text: string, length: number): string {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > length) break
    kept += character
  }
  return kept
}

/** A name that is made of keys, as it is or, where Azure takes fewer characters, shortened with a hash of the whole. */
export const resourceName = (name: string, longest: number): string =>
  name.length <= longest ? name : stableKey(name, `${name}#`)

/**
 * A virtual machine may be called by 64 characters, one with Windows by 15, because the provider takes that for the
 * name of the computer (azurerm, windows_virtual_machine: name). Guests keep their own names.
 */
export function machineName(key: string, osType: 'Linux' | 'Windows'): string {
  if (key.length === 1) return stableKey(key, `${key}#`)
  if (osType === 'Linux' || key.length <= 15) return key
  const hash = stableKey('w', `${key}#`).slice(-7)
  return `${key.slice(0, 7).replace(/-+$/, '')}-${hash}`
}

/** 2 to 32 letters, digits and single hyphens: the prefix of names, so that "<name>-foundation" fits everywhere. */
export function siteName(siteId: string): string {
  const key = stableKey(siteId, siteId)
  if (key.length < 2) return `${key}-site`
  return key.length <= 32 ? key : `${key.slice(0, 24).replace(/-+$/, '')}-${key.slice(-7)}`
}
