import { describe, expect, it } from 'vitest'
import { parseCidr } from '../../../../src/model/cidr.ts'
import type { ListenerAction, ListenerRule } from '../../../../src/model/listener-rules.ts'
import type { NetworkObjectOf } from '../../../../src/model/network-objects.ts'
import { aVpc } from '../../../builders-network.ts'
import { aBalancer, aListener, aPool, aTarget, leftOf, serving } from '../../../builders-serving.ts'

const forward = (...shares: readonly (readonly [poolId: string, weight: number | null])[]): ListenerAction => ({
  kind: 'forward',
  shares: shares.map(([poolId, weight]) => ({ poolId, weight })),
  stickySeconds: null,
})

const aRule = (over: Partial<ListenerRule> = {}): ListenerRule => ({
  id: `rule-${over.order ?? 10}`,
  order: 10,
  conditions: [{ kind: 'path', values: ['/files/*'] }],
  actions: [forward(['pool-1', null])],
  ...over,
})

const fromBlocks = (...blocks: readonly string[]): ListenerRule['conditions'][number] => ({
  kind: 'source',
  blocks: blocks.map(parseCidr),
})

const toHttps = {
  kind: 'redirect',
  protocol: 'HTTPS',
  host: null,
  port: '443',
  path: null,
  query: null,
  status: 301,
} as const

const asking = { kind: 'authenticate', type: 'authenticate-oidc' } as const

type Listener = NetworkObjectOf<'load-balancer'>['listeners'][number]

/** A pool with a planned VM, and one of somebody else. */
const pools = [aPool(), aPool({ id: 'pool-9', name: 'others', targets: [aTarget({ vmId: 'vm-9' })] })]

const served = (
  rules: readonly ListenerRule[],
  over: Partial<Listener> = {},
  more: Parameters<typeof serving>[1] = {},
) =>
  serving(
    [
      aBalancer({
        listeners: [
          aListener({
            conditional: true,
            actions: [forward(['pool-1', null])],
            ...over,
            rules,
          }),
        ],
      }),
      ...pools,
    ],
    more,
  )

const listenerOf = (result: ReturnType<typeof serving>) => result.translation.balancers?.[0]?.listeners[0]
const rulesOf = (result: ReturnType<typeof serving>) => listenerOf(result)?.rules ?? []

describe('rules of a listener', () => {
  it('keep their order, what they ask, and where they send', () => {
    const conditions = [
      { kind: 'host', values: ['shop.example'] },
      { kind: 'header', name: 'X-Site', values: ['10.0.0.1'] },
      { kind: 'query', pairs: [{ key: null, value: 'beta' }] },
      { kind: 'method', values: ['GET'] },
    ] as const
    const result = served([aRule({ conditions: [...conditions] }), aRule({ order: 20, actions: [toHttps] })])
    const own = listenerOf(result)

    expect(own?.rules).toMatchObject([
      { from: 'rule-10', order: 10, conditions, action: { kind: 'forward', stickySeconds: null } },
      { from: 'rule-20', order: 20, action: { ...toHttps, protocol: 'https', port: 443 } },
    ])
    expect(new Set(own?.rules?.map(({ key }) => key)).size).toBe(2)
    expect(leftOf(result)).toEqual(['1 target pool not built, because no listener of the plan forwards to it: others.'])
  })

  it('name a key that other rules do not change', () => {
    const [alone] = rulesOf(served([aRule({ order: 20 })]))
    const [, beside] = rulesOf(served([aRule(), aRule({ order: 20 })]))

    expect(beside?.key).toBe(alone?.key)
  })

  it('ask for the blocks that stand at the recovery site for own ones, and leave those of others', () => {
    const result = served([aRule({ conditions: [fromBlocks('10.0.1.0/24', '203.0.113.0/24')] })])

    expect(rulesOf(result)[0]?.conditions).toEqual([fromBlocks('10.9.1.0/24', '203.0.113.0/24')])
  })

  it('become several where blocks are more than a rule of the platform takes', () => {
    const blocks = ['10.0.1.0/24', '10.0.0.0/24', '198.51.100.1/32', '198.51.100.2/32', '198.51.100.3/32']
    const conditions = [aRule().conditions[0]!, fromBlocks(...blocks)]
    const rules = rulesOf(served([aRule({ conditions })]))

    expect(rules.map(({ conditions: own }) => own.length)).toEqual([2, 2])
    expect(rules.map(({ order, from }) => [order, from])).toEqual([
      [10, 'rule-10'],
      [10, 'rule-10'],
    ])
    expect(
      rules.flatMap(({ conditions: own }) => own.flatMap((one) => ('blocks' in one ? one.blocks : []))),
    ).toHaveLength(5)
    expect(new Set(rules.map(({ key }) => key)).size).toBe(2)
  })

  it('share requests by weight, and clients stay with what they got', () => {
    const sticky = { ...forward(['pool-1', 90], ['pool-2', 10]), stickySeconds: 600 } as ListenerAction
    const result = serving([
      aBalancer({ listeners: [aListener({ conditional: true, actions: [sticky], rules: [] })] }),
      aPool(),
      aPool({ id: 'pool-2', name: 'next' }),
    ])

    expect(listenerOf(result)).toMatchObject({
      action: { kind: 'forward', pools: [{ weight: 90 }, { weight: 10 }], stickySeconds: 600 },
    })
    expect(listenerOf(result)).not.toHaveProperty('poolKey')
    expect(result.translation.targetPools).toHaveLength(2)
  })

  it('give the share of a pool that is not planned to the others, and say so', () => {
    const result = served([aRule({ actions: [forward(['pool-1', 1], ['pool-9', 1])] })])

    expect(rulesOf(result)[0]?.action).toMatchObject({ kind: 'forward', pools: [{ weight: 1 }] })
    expect(leftOf(result)).toContainEqual(
      '1 share of requests not built, because of its target pool: none of its targets is planned: others of shop HTTPS 443 rule 10.',
    )
  })

  it.each<[string, Partial<ListenerRule>, string]>([
    [
      'asks who sends a request',
      { actions: [asking, forward(['pool-1', null])] },
      'it asks who sends a request (authenticate-oidc)',
    ],
    ['leads to nobody', { actions: [forward(['pool-9', null])] }, 'of its target pool: none of its targets is planned'],
    [
      'has only pools without a share',
      { actions: [forward(['pool-1', 0], ['pool-9', 1])] },
      'no share of the requests',
    ],
    ['rewrites', { rewrites: true }, 'it rewrites what it passes on'],
    ['redirects elsewhere', { actions: [{ ...toHttps, protocol: 'ftp' }] }, 'it redirects to ftp'],
    ['redirects to no port', { actions: [{ ...toHttps, port: '70000' }] }, 'it redirects to port 70000'],
    ['redirects with another status', { actions: [{ ...toHttps, status: 0 }] }, 'it redirects with status 0'],
    [
      'answers without a status',
      { actions: [{ kind: 'answer', status: 0, contentType: null, body: null }] },
      'answers with 0',
    ],
    ['does what nobody knows', { actions: [{ kind: 'other', type: 'dance' }] }, 'drplan does not know (dance)'],
    ['does nothing', { actions: [] }, 'what it does with a request is not known'],
  ])('one that %s refuses instead, so that no later rule takes its requests', (_, over, why) => {
    const result = served([aRule(over), aRule({ order: 20 })])

    expect(rulesOf(result).map(({ action }) => action.kind)).toEqual(['refuse', 'forward'])
    expect(leftOf(result)).toContainEqual(
      expect.stringMatching(/^1 listener rule not built.*: shop HTTPS 443 rule 10\.$/),
    )
    expect(leftOf(result).join(' ')).toContain(why)
  })

  it.each<[string, ListenerRule['conditions'], string]>([
    ['unknown', [{ kind: 'other', type: 'moon' }], 'its condition moon is not one that drplan knows'],
    ['missing', [], 'it states no condition'],
    ['empty', [{ kind: 'host', values: [] }], 'its condition of host has no values'],
    ['too many', [{ kind: 'host', values: ['a', 'b', 'c', 'd', 'e', 'f'] }], 'it has more than 5 values'],
    ['twice of senders', [fromBlocks('10.0.0.0/8'), fromBlocks('10.0.0.0/8')], 'it asks twice where they come from'],
  ])('leave the listener when conditions are %s: nobody could tell its requests from others', (_, conditions, why) => {
    const result = served([aRule({ conditions })])

    expect(result.translation.balancers).toBeUndefined()
    expect(leftOf(result).join(' ')).toContain(`requests of its rule 10 cannot be told from others: ${why}`)
  })

  it('are left out when they are for addresses that others take', () => {
    const policy = { blocks: [['10.0.0.0/16', '10.9.0.0/16']] as const }
    const result = served([aRule({ conditions: [fromBlocks('10.9.0.10/32')] })], {}, { policy })

    expect(listenerOf(result)).not.toHaveProperty('rules')
    expect(leftOf(result).join(' ')).toContain('that other hosts take at the recovery site')
  })

  it('say which blocks of IPv6 the platform gives anew', () => {
    const vpcs = [aVpc('vpc-1', '10.0.0.0/16', '2001:db8::/56')]
    const result = served([aRule({ conditions: [fromBlocks('2001:db8:0:1::/64')] })], {}, { network: { vpcs } })

    expect(rulesOf(result)).toHaveLength(1)
    expect(leftOf(result)).toContainEqual(expect.stringContaining('2001:db8:0:1::/64 of shop HTTPS 443 rule 10'))
  })
})

describe('what a listener does with all other requests', () => {
  it('is a redirect or an answer as well as a pool', () => {
    const none = { kind: 'answer', status: 404, contentType: 'text/html', body: 'none' } as const

    expect(listenerOf(served([aRule()], { actions: [toHttps] }))).toMatchObject({
      action: { kind: 'redirect' },
    })
    expect(listenerOf(served([aRule()], { actions: [none] }))).toMatchObject({ action: none })
    expect(listenerOf(served([aRule()]))).toHaveProperty('poolKey', expect.stringMatching(/^shop-web-/))
  })

  it('is refused where only the rules can be made', () => {
    const result = served([aRule()], { actions: [asking, forward(['pool-1', null])] })

    expect(listenerOf(result)).toMatchObject({ action: { kind: 'refuse' }, rules: [{ action: { kind: 'forward' } }] })
    expect(leftOf(result).join(' ')).toContain('shop HTTPS 443 default')
  })

  it('leaves the listener where nothing of it can be made', () => {
    const result = served([aRule({ actions: [asking] })], { actions: [forward(['pool-9', null])] })

    expect(result.translation.balancers).toBeUndefined()
  })

  it('is not enough for a load balancer whose pools are all left', () => {
    const redirecting = aListener({ port: 80, protocol: 'HTTP', poolIds: [], actions: [toHttps], rules: [] })
    const lost = aListener({ poolIds: ['pool-9'], actions: [forward(['pool-9', null])] })
    const made = (listeners: Listener[]) =>
      serving([aBalancer({ listeners }), ...pools]).translation.balancers?.length ?? 0

    expect(made([redirecting, lost])).toBe(0)
    expect(made([redirecting])).toBe(1)
  })

  it('is left where clients must show certificates', () => {
    expect(leftOf(served([], { asksClients: true })).join(' ')).toContain('it asks clients for certificates')
  })
})

it('says which certificates people must bring, and what is shown today', () => {
  const { findings } = served([], { certificateIds: ['arn:certificate/1'] })
  const [needed, ...more] = findings.filter(({ code }) => code === 'network.certificate-needed')

  expect(more).toEqual([])
  expect(needed).toMatchObject({ subject: 'shop', affected: ['lb-1'] })
  expect(needed?.message).toMatch(/shop-\w+-https-443\. At the primary site: arn:certificate\/1\.$/)
})
