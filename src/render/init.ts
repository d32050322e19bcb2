/** The starting drplan.yaml. Every value is printed as JSON, which YAML reads as it is: no name can break out. */
import { Eta } from 'eta/core'

const yaml = new Eta({
  autoEscape: true,
  autoTrim: false,
  escapeFunction: (value: unknown) => JSON.stringify(value),
  useWith: false,
  varName: 'it',
})

export interface InitAnswers {
  readonly site: string
  readonly sources: readonly { readonly kind: string; readonly path: string }[]
  readonly platform: string
  readonly region: string
}

/** `template` is the text of templates/init/drplan.yaml. */
export const renderInit = (template: string, answers: InitAnswers): string => yaml.renderString(template, answers)
