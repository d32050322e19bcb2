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

const quoted = new Eta({
  autoEscape: true,
  autoTrim: false,
  escapeFunction: (value: unknown) => JSON.stringify(value),
  useWith: false,
  varName: 'it',
})

/** Throws BugError when a template that ships with drplan does not fit its data. */
export const renderMarkdown = (name: string, template: string, data: object): string =>
  fitted(name, () => markdown.renderString(template, data))

/**
 * Every value is printed as JSON, which YAML reads as it is: no name can break out. Throws BugError when a template that
 * ships with drplan does not fit its data.
 */
export const renderQuoted = (name: string, template: string, data: object): string =>
  fitted(name, () => quoted.renderString(template, data))

function fitted(name: string, render: () => string): string {
  try {
    return render()
  } catch (error) {
    throw new BugError('bug.invariant', `The template ${name} does not fit its data.`, { cause: error })
  }
}
