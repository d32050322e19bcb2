// The script of action.yml: runs drplan, and tells the runner what came of it. Ends as drplan ends.
import { existsSync, readFileSync } from 'node:fs'
import { comment, pullRequestOf } from './comment.mjs'
import { commands, folderForReports } from './drplan.mjs'
import { InputError, readInputs } from './inputs.mjs'
import { addSummary, annotate, setOutput } from './runner.mjs'

const meanings = { 1: 'there are findings', 2: 'bad input', 3: 'the outside failed', 70: 'a fault of drplan' }

process.exitCode = await main().catch((error) => {
  setOutput('passed', 'false')
  annotate('error', error.message)
  return error instanceof InputError ? 2 : 70
})

async function main() {
  const inputs = readInputs(process.env)
  const reports = folderForReports()
  const { status, summary, report, sarif } = await commands[inputs.command](inputs, reports)
  const ifThere = (file) => (file && existsSync(file) ? file : '')
  setOutput('passed', String(status === 0))
  setOutput('report', ifThere(report))
  setOutput('sarif', ifThere(sarif))
  setOutput('reports', reports)
  addSummary(summary)
  if (status !== 0)
    annotate('error', `drplan ${inputs.command} ended with ${status}: ${meanings[status] ?? 'see the log'}.`)
  if (inputs.comment) await tryComment(inputs, ifThere(report), status)
  return status
}

/** A comment that cannot be made changes nothing about the plan: a warning. */
async function tryComment(inputs, report, status) {
  const request = pullRequestOf(process.env)
  if (request === null) return
  if (request.isFork) return annotate('notice', 'A pull request of a fork gets no comment: the summary has the report.')
  const text = report
    ? readFileSync(report, 'utf8')
    : `drplan ${inputs.command} ended with ${status}: see the log of the run.\n`
  const { command, config, token } = inputs
  const place = `${process.env.INPUT_WORKING_DIRECTORY ?? ''}/${config}`
  try {
    await comment({ number: request.number, command, config: place, text, token })
  } catch (error) {
    annotate(
      'warning',
      `The comment could not be made (${error.message}). It needs the permission pull-requests: write.`,
    )
  }
}
