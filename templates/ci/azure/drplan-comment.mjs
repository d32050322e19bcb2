// Makes one comment on a pull request of Azure Repos, or brings it up to date: node drplan-comment.mjs FILE
// The first line of FILE is the mark by which the comment is found again. Only a comment of the job's own identity is
// changed. Without a token, or outside of a pull request, nothing is done.
// https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads
import { readFile } from 'node:fs/promises'

const { BUILD_REPOSITORY_ID, SYSTEM_ACCESSTOKEN, SYSTEM_COLLECTIONURI, SYSTEM_PULLREQUEST_PULLREQUESTID, SYSTEM_TEAMPROJECTID } =
  process.env
/** A comment may have 150,000 characters. */
const MOST_CHARACTERS = 100_000
const VERSION = 'api-version=7.1'

const [file] = process.argv.slice(2)
if (!SYSTEM_ACCESSTOKEN || !SYSTEM_PULLREQUEST_PULLREQUESTID) console.log('No token or no pull request: no comment.')
else await comment((await readFile(file, 'utf8')).slice(0, MOST_CHARACTERS))

async function comment(content) {
  const mark = content.split('\n', 1)[0]
  const of = `${SYSTEM_TEAMPROJECTID}/_apis/git/repositories/${BUILD_REPOSITORY_ID}/pullRequests/${SYSTEM_PULLREQUEST_PULLREQUESTID}`
  const me = (await ask('GET', '_apis/connectionData?api-version=7.1-preview.1')).authenticatedUser.id
  const { value } = await ask('GET', `${of}/threads?${VERSION}`)
  const isMine = ({ author, content: text }) => author?.id === me && (text ?? '').startsWith(mark)
  const thread = value.find(({ isDeleted, comments }) => !isDeleted && comments[0] && isMine(comments[0]))
  if (thread) await ask('PATCH', `${of}/threads/${thread.id}/comments/${thread.comments[0].id}?${VERSION}`, { content })
  // Closed, so that a policy which asks for every thread to be resolved is kept: commentType 1 = text, status 4 = closed.
  else await ask('POST', `${of}/threads?${VERSION}`, { comments: [{ parentCommentId: 0, content, commentType: 1 }], status: 4 })
}

async function ask(method, path, body) {
  const response = await fetch(new URL(path, SYSTEM_COLLECTIONURI), {
    method,
    headers: { authorization: `Bearer ${SYSTEM_ACCESSTOKEN}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`${method} ${path} ended with ${response.status}.`)
  return response.json()
}
