/**
 * Access restrictions of web and function apps (Microsoft Learn, "Azure App Service access restrictions"). The rules of
 * the deployment site (SCM) count as those of its app, unless it goes by the same.
 */
import type { Dump } from './answers.ts'
import type { Firewalled, Names } from './firewalled-service.ts'
import type { AzureWebAppConfiguration } from './schema-firewalled.ts'

type Restriction = AzureWebAppConfiguration['ipsecurityrestrictions'][number]
type Configuration = Dump['webAppConfigurations'][number]

/** Those whose configuration is not there are left out: the list of apps does not say whom they let in. */
export function webAppsOf(dump: Dump): readonly Firewalled[] {
  // With `az` the configuration has the id of its app.
  const configurations = new Map(
    dump.webAppConfigurations.map((one) => [one.value.id.toLowerCase().replace(/\/config\/web$/, ''), one]),
  )
  return dump.webApps.flatMap((app) => {
    const own = configurations.get(app.value.id.toLowerCase())
    return own || isClosed(app) ? [webAppOf(app, own)] : []
  })
}

const isClosed = ({ value }: Dump['webApps'][number]): boolean => /^disabled$/i.test(value.publicnetworkaccess ?? '')

function webAppOf(app: Dump['webApps'][number], own?: Configuration): Firewalled {
  const { id, name, kind, publicnetworkaccess } = app.value
  const rules = own ? restrictionsOf(own.value) : []
  const named = rules.filter((rule) => !isAnybody(rule))
  const addressed = named.filter((rule) => !isTag(rule))
  const refused = addressed.filter(isRefusal)
  const tags = named.filter(isTag).flatMap(textsOf)
  return {
    id,
    name,
    type: /functionapp/i.test(kind ?? '') ? 'Function app' : 'Web app',
    ...namesIn(addressed.filter((rule) => !isRefusal(rule))),
    ...(refused.length > 0 && { refused: namesIn(refused) }),
    facts: {
      'default action': own?.value.ipsecurityrestrictionsdefaultaction,
      'public access': publicnetworkaccess,
      'service tags': [...new Set(tags)].join(', '),
    },
    isOpen: !isClosed(app) && named.length === 0 && !rules.some(isRefusal),
    isKnown: own !== undefined,
    place: (own ?? app).place,
  }
}

const isRefusal = ({ action }: Restriction): boolean => /^deny$/i.test(action ?? '')

/** A default action is one more rule, for anybody. */
function restrictionsOf(own: AzureWebAppConfiguration): readonly Restriction[] {
  const last = (action: string | null | undefined): Restriction => ({ ipaddress: 'Any', action })
  return [
    ...own.ipsecurityrestrictions,
    last(own.ipsecurityrestrictionsdefaultaction),
    ...(own.scmipsecurityrestrictionsusemain === true
      ? []
      : [...own.scmipsecurityrestrictions, last(own.scmipsecurityrestrictionsdefaultaction)]),
  ]
}

const isAnybody = ({ ipaddress }: Restriction): boolean => /^(any|0\.0\.0\.0\/0|::\/0)$/i.test(ipaddress ?? '')
const isTag = ({ tag }: Restriction): boolean => /^servicetag$/i.test(tag ?? '')

/** One rule has up to eight blocks or tags. */
const textsOf = ({ ipaddress }: Restriction): readonly string[] =>
  (ipaddress ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')

/** A rule names a subnet or addresses. */
const namesIn = (rules: readonly Restriction[]): Names => ({
  subnets: rules.map(({ vnetsubnetresourceid }) => vnetsubnetresourceid),
  ranges: rules
    .filter(({ vnetsubnetresourceid }) => !vnetsubnetresourceid)
    .flatMap((rule) => textsOf(rule).map((text) => [withMask(text, rule.subnetmask)] as const)),
})

/** Old rules have a mask beside the address. */
function withMask(text: string, mask: string | null | undefined): string {
  const bytes = (mask ?? '').split('.')
  if (text.includes('/') || bytes.length !== 4) return text
  const ones = bytes.map((byte) => Number(byte).toString(2).padStart(8, '0')).join('')
  return `${text}/${/^1*0*$/.test(ones) ? ones.replaceAll('0', '').length : mask}`
}
