/** The start of the built program: bin/run.js loads this file and nothing else. */
import { execute } from '@oclif/core/execute'

export const main = async (url: string): Promise<unknown> => execute({ dir: url })
