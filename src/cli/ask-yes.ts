/** A question before something that cannot be undone. */
import { createInterface } from 'node:readline/promises'
import { InputError } from '../errors.ts'

/** Answered by typing `word`. Throws InputError `cli.usage` where nobody sits at a terminal. */
export async function askYes(question: string, word: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new InputError('cli.usage', `${question} There is no terminal to ask at.`, {
      suggestions: ['Say it with --yes.'],
    })
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(`  ${question} Type ${word} to go on: `)).trim() === word
  } finally {
    terminal.close()
  }
}
