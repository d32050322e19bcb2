/** The mapping of standards to evidence that comes with drplan (templates/controls). */
import { parse } from 'yaml'
import { controlFileSchema, type ControlFile } from '../model/control.ts'
import { loadTemplates } from './templates.ts'

/** By their file names. */
export async function loadControls(): Promise<readonly ControlFile[]> {
  const files = await loadTemplates('controls')
  return [...files.values()].map((text) => controlFileSchema.parse(parse(text)))
}
