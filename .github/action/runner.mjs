// How a step talks to the runner: files that it names, and lines of the log that begin with `::`.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** Bytes that a step may add to the summary are 1 MiB; characters have four at most. */
const MOST_SUMMARY_CHARACTERS = 250_000

/** The delimiter cannot be guessed, so that no value can end itself and set another output. */
export function setOutput(name, value) {
  const delimiter = `drplan_${randomUUID()}`
  if (process.env.GITHUB_OUTPUT)
    appendFileSync(process.env.GITHUB_OUTPUT, `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
}

export function addSummary(file) {
  if (process.env.GITHUB_STEP_SUMMARY && existsSync(file))
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${readFileSync(file, 'utf8').slice(0, MOST_SUMMARY_CHARACTERS)}\n`)
}

/** An annotation of the run: `error`, `warning` or `notice`. */
export function annotate(kind, message) {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  process.stdout.write(`::${kind} title=drplan::${escaped}\n`)
}

/** What is printed while `run` runs is text, whatever it begins with: names of machines are not ours. */
export async function asText(run) {
  const token = randomUUID()
  process.stdout.write(`::stop-commands::${token}\n`)
  try {
    return await run()
  } finally {
    process.stdout.write(`\n::${token}::\n`)
  }
}
