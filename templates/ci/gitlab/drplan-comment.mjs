// Makes one comment on a merge request, or brings it up to date: node drplan-comment.mjs FILE
// The first line of FILE is the mark by which the comment is found again. Only a comment of the token's own user is
// changed. Without a token, or outside of a merge request, nothing is done. https://docs.gitlab.com/api/notes/
import { readFile } from 'node:fs/promises'

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_MERGE_REQUEST_PROJECT_ID, DRPLAN_GITLAB_TOKEN } = process.env
/** A note may have 1,000,000 characters; nobody reads a tenth of that. */
const MOST_CHARACTERS = 100_000

const [file] = process.argv.slice(2)
if (!DRPLAN_GITLAB_TOKEN || !CI_MERGE_REQUEST_IID) console.log('No token or no merge request: no comment.')
else await comment((await readFile(file, 'utf8')).slice(0, MOST_CHARACTERS))

async function comment(body) {
  const mark = body.split('\n', 1)[0]
  const project = encodeURIComponent(CI_MERGE_REQUEST_PROJECT_ID ?? CI_PROJECT_ID)
  const notes = `projects/${project}/merge_requests/${encodeURIComponent(CI_MERGE_REQUEST_IID)}/notes`
  const me = (await ask('GET', 'user')).answer
  const mine = await find(notes, (note) => note.author.id === me.id && note.body.startsWith(mark))
  await (mine ? ask('PUT', `${notes}/${mine.id}`, { body }) : ask('POST', notes, { body }))
}

async function find(notes, isMine) {
  for (let page = '1'; page; ) {
    const { answer, headers } = await ask('GET', `${notes}?sort=asc&per_page=100&page=${page}`)
    const found = answer.find(isMine)
    if (found) return found
    page = headers.get('x-next-page')
  }
  return null
}

async function ask(method, path, body) {
  const response = await fetch(`${CI_API_V4_URL}/${path}`, {
    method,
    headers: { 'private-token': DRPLAN_GITLAB_TOKEN, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`${method} ${path} ended with ${response.status}.`)
  return { answer: await response.json(), headers: response.headers }
}
