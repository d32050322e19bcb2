/** Templates: text a person could write, with loops and prints. What they print is escaped unless it is markup of ours. */
import { Eta } from 'eta/core'
import { BugError } from '../errors.ts'
import { inlineText } from './markdown.ts'

const markdown = new Eta({
  autoEscape: true,
  autoTrim: false,
  escapeFunction: (value: unknown) => inlineText(String(value)),
  useWith: false,
  varName: 'it',
})

/** Throws BugError when a template that ships with drplan does not fit its data. */
export function renderMarkdown(name: string, template: string, data: object): string {
  try {
    return markdown.renderString(template, data)
  } catch (error) {
    throw new BugError('bug.invariant', `The template ${name} does not fit its data.`, { cause: error })
  }
}
