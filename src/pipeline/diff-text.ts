/** A difference as a file: JSON with its schema, or Markdown. */
import type { PlanDiff } from '../model/plan-diff.ts'
import { planDiffMarkdown } from '../render/reports/plan-diff.ts'
import { canonicalJson } from '../workspace/artifacts.ts'

export const planDiffText = (diff: PlanDiff, format: 'json' | 'markdown'): string =>
  format === 'json' ? canonicalJson(diff) : planDiffMarkdown(diff)
