/** Writes a drplan.yaml to start from, and never over one that is there. */
import { existsSync } from 'node:fs'
import { InputError } from '../errors.ts'
import { renderInit, type InitAnswers } from '../render/init.ts'
import { parseConfig } from '../workspace/config.ts'
import { writeWhole } from '../workspace/files.ts'
import { loadTemplates } from '../workspace/templates.ts'

/** Throws InputError `config.exists`, and `cli.usage` for answers that make no valid configuration. */
export async function init(file: string, answers: InitAnswers, overwrite: boolean): Promise<void> {
  if (existsSync(file) && !overwrite) {
    throw new InputError('config.exists', `${file} is already there.`, {
      suggestions: ['Add --force to replace it.'],
      place: { file },
    })
  }
  const template = (await loadTemplates('init')).get('drplan.yaml') ?? ''
  const text = renderInit(template, answers)
  try {
    parseConfig(text, file)
  } catch (error) {
    // Nothing is written yet, so the fault has a place on the command line only.
    if (error instanceof InputError) throw new InputError('cli.usage', error.message, { cause: error })
    throw error
  }
  await writeWhole(file, text)
}
