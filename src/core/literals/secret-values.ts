/**
 * Is a value behind the name of a secret one? What stands for a secret (a variable, a placeholder, a reference to a place
 * that keeps secrets) is none, nor is a word of prose or of a program.
 */

/** Behind such a name a value may be short and made by a person; tokens and keys are made by machines. */
export type SecretStrength = 'password' | 'token'

/** Bits of a character; random text of 16 characters has about 3.7, a word 2.5 to 3. */
const leastBits = { password: 2, token: 3 } as const
const leastLength = { password: 6, token: 12 } as const
/** What is longer is a document. */
const mostLength = 300

const references = [
  // Variables and templates of shells, Terraform, cloud-init, Helm, Azure, GitHub and Windows.
  /^\$[A-Za-z_{(<@%]|\$\{|\$\(|^`|\{\{|\}\}|^<|%\w+%|^%\(|^@Microsoft|^[&*]\w+$|^#\{|^\[\[|^__\w+__$/,
  /^!(?:vault|Ref|Sub|GetAtt|ImportValue|Join|secret|env)\b/,
  // Places that keep secrets.
  /^(?:arn:|vault:|ssm:|ssm-secure:|secretsmanager:|awssm:|gcpsm:|azkv:|keyvault:|op:\/\/|ref\+|sm:\/\/|projects\/|env:|file:|secretRef:|kms:)/i,
  /^ENC\[|resolve:(?:ssm|secretsmanager)|KeyVault\(|\bvault\.\w+\.net|secretmanager\./,
  /^(?:\/|\.{1,2}\/|~\/|[A-Za-z]:\\)[\w./\\-]*$/,
  /^https?:\/\/[^@]*$/,
  // Programs: calls, attributes, indices.
  /^[A-Za-z_]+\d{0,2}(?:\.[A-Za-z_]+\d{0,2})+(?:[([]|$)/,
  /^[A-Za-z_]+\d{0,2}[([]/,
  /^(?:os\.environ|process\.env|System\.getenv|ENV\[|var\.|local\.|data\.|module\.)/,
] as const

const placeholders =
  /change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)?[-_ ]|^replace|example|sample|placeholder|dummy|redacted|censored|masked|hidden|removed|insert[-_ ]|^(?:your|the|some)[-_ ]|^my[-_](?:access|api|key|password|secret|token)|[-_]here$|todo|fixme|not[-_ ]?(?:set|used|a)|to[-_ ]be|^test(?:ing)?$|x{4,}|\*{3,}|\.{3,}|…|^<.*>$|^\[.*\]$|^-+$|0123456789|123456789|abcdef|qwerty/i

/** Words that settings have in the place of a value. */
const words =
  /^(?:true|false|yes|no|on|off|null|nil|none|undefined|empty|default|required|optional|prompt|ask|auto|generated?|random|string|str|text|password\d?|passwd|pass|secret|token|key|user(?:name)?|admin|root|guest|postgres|mysql)$/i

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const digest = /^(?:sha\d{1,3}|md5|blake2[bs]?)[-:=]/i
const version = /^[v=~^<>]{0,3}\d+(?:\.\d+){1,4}(?:[-+][\w.]+)?$/
const time = /^\d{4}-\d\d-\d\d(?:T[\d:.Z+-]+)?$|^\d+(?:ms|s|m|h|d|days|hours)?$/

export function looksSecret(value: string, strength: SecretStrength): boolean {
  if (value.length < leastLength[strength] || value.length > mostLength) return false
  if (isStandIn(value) || isOther(value) || classesOf(value) < 2 || isWords(value)) return false
  return bitsOf(value) >= leastBits[strength]
}

/** Prose, an id, a digest, a version or a time. */
const isOther = (value: string): boolean => [/\s/, uuid, digest, version, time].some((pattern) => pattern.test(value))

/** A variable, a placeholder, a reference, or a word of settings. */
const isStandIn = (value: string): boolean => references.some((pattern) => pattern.test(value)) || isPlaceholder(value)

/** At a place where nothing but a credential stands: anything but a stand-in. */
export const isGiven = (value: string): boolean => value.length >= 5 && !isStandIn(value)

export const isPlaceholder = (value: string): boolean => placeholders.test(value) || words.test(value)

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/] as const
const classesOf = (value: string): number => classes.filter((pattern) => pattern.test(value)).length

/** `db-password`, `userInput`, `MY_SECRET_NAME`, `secret-v2`: names, of words with nothing else between. */
const isWords = (value: string): boolean =>
  /^[A-Za-z]+(?:[-_./:][A-Za-z]+)*(?:[-_./:]v?\d{1,3})?$/.test(value) && !isMixed(value)

/** Capitals all over the place are not how people write names. */
function isMixed(value: string): boolean {
  const turns = value.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0
  return value.length >= 16 && turns * 6 > value.length && /^[A-Za-z]+$/.test(value)
}

/** Shannon's entropy of the characters of the value itself, in bits a character. */
export function bitsOf(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => {
    const share = count / value.length
    return sum - share * Math.log2(share)
  }, 0)
}
