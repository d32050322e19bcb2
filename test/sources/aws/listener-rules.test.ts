import { describe, expect, test } from 'vitest'
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import { addAnswer, createCollection, dumpOf } from '../../../src/sources/aws/answers.ts'
import { convertDump } from '../../../src/sources/aws/convert.ts'
import { createReport } from '../../../src/sources/report.ts'

const arn = (rest: string): string => `arn:aws:elasticloadbalancing:eu-west-1:1:${rest}`
const listenerArn = arn('listener/app/shop/1/a')
const ruleArn = (id: string): string => arn(`listener-rule/app/shop/1/a/${id}`)
const toPool = { Type: 'forward', TargetGroupArn: 'g-1' }
const theDefault = { RuleArn: ruleArn('d'), Priority: 'default', IsDefault: true, Actions: [toPool] }

interface Answers {
  readonly listener?: object
  readonly rules?: readonly object[]
  readonly source?: 'aws' | 'aws-describe'
}

/** The one listener of an application load balancer, and what was said of it. */
function read({ listener = {}, rules, source = 'aws' }: Answers) {
  const { report, findings } = createReport()
  const collection = createCollection(source, report)
  const balancer = { LoadBalancerArn: arn('loadbalancer/app/shop/1'), LoadBalancerName: 'shop', Type: 'application' }
  const own = { ListenerArn: listenerArn, Protocol: 'HTTP', Port: 80, DefaultActions: [toPool], ...listener }
  const answers = [{ LoadBalancers: [balancer] }, { Listeners: [own] }, ...(rules ? [{ Rules: rules }] : [])]
  for (const [index, answer] of answers.entries()) addAnswer(collection, { shown: `answer ${index}`, answer })
  const { network } = convertDump(dumpOf(collection), report)
  const [found] = objectsOf(network.objects, 'load-balancer')
  return { found: found?.listeners[0], findings: findings() }
}

const conditionsOf = (...Conditions: readonly object[]) =>
  read({ rules: [{ RuleArn: ruleArn('1'), Priority: '1', Conditions, Actions: [toPool] }] }).found?.rules?.[0]
    ?.conditions

const actionsOf = (...DefaultActions: readonly object[]) =>
  read({ listener: { DefaultActions }, rules: [theDefault] }).found?.actions

describe('rules of a listener', () => {
  test('are in the order of their priorities, each once, and without the default one', () => {
    const rule = (id: string, Priority: string) => ({ RuleArn: ruleArn(id), Priority, Actions: [toPool] })
    const { found } = read({ rules: [rule('b', '100'), rule('a', '20'), theDefault, rule('a', '20')] })

    expect(found?.rules?.map(({ id, order }) => [id, order])).toEqual([
      [ruleArn('a'), 20],
      [ruleArn('b'), 100],
    ])
    expect(found?.conditional).toBe(true)
  })

  test('are none where only the default one was read, and nobody complains', () => {
    const { found, findings } = read({ rules: [theDefault] })

    expect(found?.rules).toEqual([])
    expect(findings.filter(({ subject }) => subject === 'listener rules')).toEqual([])
  })

  test.each([
    ['aws', 'Allow elasticloadbalancing:DescribeRules'],
    ['aws-describe', 'aws elbv2 describe-rules --listener-arn'],
  ] as const)('that were not read are said (%s)', (source, advice) => {
    const { found, findings } = read({ source })

    expect(found).toMatchObject({ conditional: true, poolIds: ['g-1'] })
    expect(found).not.toHaveProperty('rules')
    expect(found).not.toHaveProperty('actions')
    expect(findings).toMatchObject([
      { subject: 'listener rules', affected: [listenerArn], suggestion: expect.stringContaining(advice) as string },
    ])
  })

  test('ask for hosts and paths in the newer or the older way', () => {
    expect(
      conditionsOf(
        { Field: 'host-header', Values: ['a.example'], HostHeaderConfig: { Values: ['a.example'] } },
        { Field: 'path-pattern', Values: ['/x'] },
        { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/v[0-9]'] } },
      ),
    ).toEqual([
      { kind: 'host', values: ['a.example'] },
      { kind: 'path', values: ['/x'] },
      { kind: 'path', values: [], expressions: ['^/v[0-9]'] },
    ])
  })

  test('ask for headers, methods, queries and blocks', () => {
    const conditions = conditionsOf(
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-A', Values: ['b'] } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
      { Field: 'query-string', QueryStringConfig: { Values: [{ Value: 'beta' }, { Key: 'k', Value: 'v' }] } },
      { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8', '2001:db8::/32'] } },
      { Field: 'moon-phase' },
    )
    const [header, method, query, source, unknown] = conditions ?? []

    expect([header, method, query, unknown]).toEqual([
      { kind: 'header', name: 'X-A', values: ['b'] },
      { kind: 'method', values: ['GET'] },
      {
        kind: 'query',
        pairs: [
          { key: null, value: 'beta' },
          { key: 'k', value: 'v' },
        ],
      },
      { kind: 'other', type: 'moon-phase' },
    ])
    expect(source?.kind === 'source' && source.blocks.map(formatCidr)).toEqual(['10.0.0.0/8', '2001:db8::/32'])
  })

  test('that rewrite say so', () => {
    const Transforms = [{ Type: 'url-rewrite' }]

    expect(read({ rules: [{ RuleArn: ruleArn('1'), Priority: '1', Transforms }] }).found?.rules?.[0]?.rewrites).toBe(
      true,
    )
  })
})

describe('actions of a listener', () => {
  test('forward to one group, or share requests', () => {
    const ForwardConfig = {
      TargetGroups: [
        { TargetGroupArn: 'g-1', Weight: 3 },
        { TargetGroupArn: 'g-2', Weight: 0 },
      ],
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
    }

    expect(actionsOf(toPool)).toEqual([
      { kind: 'forward', shares: [{ poolId: 'g-1', weight: null }], stickySeconds: null },
    ])
    expect(actionsOf({ Type: 'forward', ForwardConfig })).toEqual([
      {
        kind: 'forward',
        shares: [
          { poolId: 'g-1', weight: 3 },
          { poolId: 'g-2', weight: 0 },
        ],
        stickySeconds: 60,
      },
    ])
  })

  test('redirect, and keep what they quote as a whole', () => {
    const RedirectConfig = {
      Protocol: 'HTTPS',
      Port: '#{port}',
      Host: '#{host}',
      Path: '/new/#{path}',
      Query: '',
      StatusCode: 'HTTP_302',
    }

    expect(actionsOf({ Type: 'redirect', RedirectConfig })).toEqual([
      { kind: 'redirect', protocol: 'HTTPS', port: null, host: null, path: '/new/#{path}', query: '', status: 302 },
    ])
  })

  test('answer by themselves, or do what nobody knows', () => {
    const FixedResponseConfig = { StatusCode: '404', ContentType: 'text/html', MessageBody: '' }

    expect(actionsOf({ Type: 'fixed-response', FixedResponseConfig })).toEqual([
      { kind: 'answer', status: 404, contentType: 'text/html', body: null },
    ])
    expect(actionsOf({ Type: 'dance' })).toEqual([{ kind: 'other', type: 'dance' }])
  })

  test.each(['authenticate-oidc', 'authenticate-cognito', 'jwt-validation'])('never hold what %s asks with', (Type) => {
    const secret = 'must-not-be-seen'
    const configs = {
      AuthenticateOidcConfig: { ClientId: secret, ClientSecret: secret },
      AuthenticateCognitoConfig: { UserPoolClientId: secret },
      JwtValidationConfig: { Issuer: secret },
    }
    const DefaultActions = [
      { ...toPool, Order: 2 },
      { Type, Order: 1, ...configs },
    ]
    const { found } = read({ listener: { DefaultActions }, rules: [theDefault] })

    expect(found?.actions?.map(({ kind }) => kind)).toEqual(['authenticate', 'forward'])
    expect(JSON.stringify(found)).not.toContain(secret)
  })
})

test('a listener names its certificate, and whether clients show one', () => {
  const { found } = read({
    listener: { Certificates: [{ CertificateArn: 'arn:c' }], MutualAuthentication: { Mode: 'verify' } },
  })

  expect(found).toMatchObject({ certificateIds: ['arn:c'], asksClients: true })
  expect(read({ listener: { MutualAuthentication: { Mode: 'off' } } }).found).not.toHaveProperty('asksClients')
})
