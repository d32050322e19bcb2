// One comment on the pull request, made or brought up to date. https://docs.github.com/rest/issues/comments
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** GitHub takes 65,536. */
const MOST_CHARACTERS = 60_000
const A_PAGE = 100

/** Of the event; null = this run is not of a pull request. */
export function pullRequestOf({ GITHUB_EVENT_PATH, GITHUB_REPOSITORY }) {
  const event = GITHUB_EVENT_PATH ? JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8')) : {}
  if (!event.pull_request) return null
  return { number: event.pull_request.number, isFork: event.pull_request.head?.repo?.full_name !== GITHUB_REPOSITORY }
}

/** A comment for each command and configuration. The hash keeps a path from ending the mark. */
const markOf = (command, config) =>
  `<!-- drplan-action ${command} ${createHash('sha256').update(config).digest('hex').slice(0, 12)} -->`

/** Only a comment of a bot is changed: anybody can write the mark. Throws where GitHub refuses. */
export async function comment({ number, command, config, text, token }) {
  const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY } = process.env
  const of = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`
  const mark = markOf(command, config)
  const body = `${mark}\n${text}`.slice(0, MOST_CHARACTERS)
  const isMine = (one) => one.user?.type === 'Bot' && one.body?.startsWith(mark)
  const mine = await find(`${of}/${number}/comments`, isMine, token)
  await (mine
    ? ask('PATCH', `${of}/comments/${mine.id}`, { token, body: { body } })
    : ask('POST', `${of}/${number}/comments`, { token, body: { body } }))
}

async function find(comments, isMine, token) {
  for (let page = 1; ; page++) {
    const answer = await ask('GET', `${comments}?per_page=${A_PAGE}&page=${page}`, { token })
    const found = answer.find(isMine)
    if (found || answer.length < A_PAGE) return found ?? null
  }
}

async function ask(method, url, { token, body }) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'drplan',
      'x-github-api-version': '2022-11-28',
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`)
  return response.json()
}
