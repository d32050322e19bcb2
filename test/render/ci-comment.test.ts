/** The scripts that make the comment in GitLab and Azure Pipelines, against a server on this machine. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Asked {
  readonly line: string
  readonly body: unknown
}

type Answers = (path: string, query: URLSearchParams) => { body: unknown; headers?: Record<string, string> }

async function aServer(answers: Answers): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    asked.push({ line: `${request.method} ${pathname}`, body: text === '' ? null : JSON.parse(text) })
    const { body, headers = {} } = request.method === 'GET' ? answers(pathname, searchParams) : { body: {} }
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const mark = '<!-- drplan north -->'

async function comments(system: 'gitlab' | 'azure', env: Record<string, string>): Promise<number | null> {
  const script = join(import.meta.dirname, `../../templates/ci/${system}/drplan-comment.mjs`)
  const file = join(await temporaryFolder(), 'comment.md')
  await writeFile(file, `${mark}\nthe report`)
  const child = spawn(process.execPath, [script, file], { env, stdio: 'ignore' })
  return new Promise((resolve) => child.on('close', resolve))
}

describe('GitLab', () => {
  const env = (url: string): Record<string, string> => ({
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: '5',
    CI_MERGE_REQUEST_PROJECT_ID: '5',
    CI_MERGE_REQUEST_IID: '7',
    DRPLAN_GITLAB_TOKEN: 'a-token',
  })
  const notes = '/api/v4/projects/5/merge_requests/7/notes'
  const answering =
    (pages: readonly object[][]): Answers =>
    (path, query) => {
      if (path.endsWith('/user')) return { body: { id: 1 } }
      const page = Number(query.get('page'))
      return { body: pages[page - 1], headers: { 'x-next-page': page < pages.length ? String(page + 1) : '' } }
    }

  test('a note of the token itself is brought up to date, nobody else’s', async () => {
    const theirs = { id: 2, author: { id: 9 }, body: `${mark}\nmine now` }
    const server = await aServer(answering([[theirs], [{ id: 3, author: { id: 1 }, body: `${mark}\nold` }]]))

    expect(await comments('gitlab', env(server.url))).toBe(0)

    expect(server.asked.at(-1)).toEqual({ line: `PUT ${notes}/3`, body: { body: `${mark}\nthe report` } })
  })

  test('without one a note is made, and without a token nothing is asked', async () => {
    const server = await aServer(answering([[]]))

    const statuses = [
      await comments('gitlab', env(server.url)),
      await comments('gitlab', { ...env(server.url), DRPLAN_GITLAB_TOKEN: '' }),
    ]

    expect(statuses).toEqual([0, 0])
    expect(server.asked.map(({ line }) => line)).toEqual(['GET /api/v4/user', `GET ${notes}`, `POST ${notes}`])
  })
})

describe('Azure Repos', () => {
  const env = (url: string): Record<string, string> => ({
    BUILD_REPOSITORY_ID: 'repository',
    SYSTEM_ACCESSTOKEN: 'a-token',
    SYSTEM_COLLECTIONURI: `${url}/harbour/`,
    SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
    SYSTEM_TEAMPROJECTID: 'project',
  })
  const threads = '/harbour/project/_apis/git/repositories/repository/pullRequests/7/threads'
  const answering =
    (value: readonly object[]): Answers =>
    (path) => ({ body: path.endsWith('connectionData') ? { authenticatedUser: { id: 'me' } } : { value } })
  const thread = (id: number, author: string, content: string | null): object => ({
    id,
    isDeleted: false,
    comments: [{ id: 1, author: { id: author }, content }],
  })

  test('a comment of the build itself is brought up to date, nobody else’s', async () => {
    const all = [thread(2, 'they', `${mark}\nmine now`), thread(3, 'me', null), thread(4, 'me', `${mark}\nold`)]
    const server = await aServer(answering(all))

    expect(await comments('azure', env(server.url))).toBe(0)

    expect(server.asked.at(-1)).toEqual({
      line: `PATCH ${threads}/4/comments/1`,
      body: { content: `${mark}\nthe report` },
    })
  })

  test('without one a thread is made that holds nobody up', async () => {
    const server = await aServer(answering([]))

    expect(await comments('azure', env(server.url))).toBe(0)

    expect(server.asked.at(-1)).toMatchObject({
      line: `POST ${threads}`,
      body: { status: 4, comments: [{ content: `${mark}\nthe report` }] },
    })
  })
})
