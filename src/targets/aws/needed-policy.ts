/** The needed actions as a policy document for whoever carries out the plan. */
import type { NeededAction } from '../../model/needed-action.ts'
import type { JsonValue } from '../../model/target.ts'

const PASS_ROLE = 'iam:PassRole'
/** A role may be passed on to these only: the ones that the Terraform makes roles for. */
const passedTo = ['arc-region-switch', 'backup', 'ec2', 'vpc-flow-logs'].map((name) => `${name}.amazonaws.com`)

/** One statement for each of those who need it first; what several need stands once. Nothing has an asterisk in its actions. */
export function awsNeededPolicy(needed: readonly NeededAction[]): JsonValue {
  const groups = Map.groupBy(
    needed.filter(({ action }) => action !== PASS_ROLE),
    ({ for: [first] }) => first?.where ?? '',
  )
  const statements = [...groups].map(([where, group]) => ({
    Sid: sidOf(where),
    Effect: 'Allow',
    Action: group.map(({ action }) => action),
    Resource: '*',
  }))
  const passing = {
    Sid: 'PassRoles',
    Effect: 'Allow',
    Action: PASS_ROLE,
    Resource: '*',
    Condition: { StringEquals: { 'iam:PassedToService': passedTo } },
  }
  const passes = needed.some(({ action }) => action === PASS_ROLE)
  return { Version: '2012-10-17', Statement: passes ? [...statements, passing] : statements }
}

const sidOf = (where: string): string =>
  `Drplan${where.replaceAll(/(?:^|[^A-Za-z]+)([A-Za-z])/g, (_, letter: string) => letter.toUpperCase())}`
