/**
 * What AWS sends of WAF, field by field from its API reference. The rules of a web ACL may hold what is secret, such as
 * the value of a header that must be there: of them only which address sets and rule groups they name is kept.
 */
import { z } from 'zod'
import { list, text } from './schema.ts'

type Statement = 'IPSetReferenceStatement' | 'RuleGroupReferenceStatement'

/** The ARNs of statements of one kind, wherever they stand: rules nest by AND, OR, NOT and scope-down statements. */
export function arnsIn(value: unknown, statement: Statement): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((one: unknown) => arnsIn(one, statement))
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== statement) return arnsIn(inner, statement)
    const { ARN } = z.object({ ARN: text }).safeParse(inner).data ?? {}
    return ARN ? [ARN] : []
  })
}

const rules = z
  .unknown()
  .optional()
  .transform((value) => ({
    ipSetArns: arnsIn(value, 'IPSetReferenceStatement'),
    groupArns: arnsIn(value, 'RuleGroupReferenceStatement'),
  }))

export const ipSetSchema = z.object({ ARN: z.string().min(1), Name: text, Addresses: list(z.string()) })

export const webAclSchema = z.object({
  WebACL: z.object({
    ARN: z.string().min(1),
    Name: text,
    Rules: rules,
    PreProcessFirewallManagerRuleGroups: rules,
    PostProcessFirewallManagerRuleGroups: rules,
  }),
})

/** The load balancers that have a web ACL; put together by the live source. */
export const guardedSchema = z.object({ WebACLArn: z.string(), ResourceArns: list(z.string()) })

export const webRuleGroupSchema = z.object({ ARN: z.string().min(1), Name: text, Rules: rules })
