/** The starting drplan.yaml. */
import { renderQuoted } from './template.ts'

export interface InitAnswers {
  readonly site: string
  readonly sources: readonly { readonly kind: string; readonly path: string }[]
  readonly platform: string
  readonly region: string
}

/** `template` is the text of templates/init/drplan.yaml. */
export const renderInit = (template: string, answers: InitAnswers): string =>
  renderQuoted('drplan.yaml', template, answers)
