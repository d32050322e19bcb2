/** Formats of `drplan check` that programs read. The text for people is a screen (src/cli/screens/check.ts). */
import type { CheckFormat } from './format.ts'
import { githubFormat } from './github.ts'
import { gitlabFormat } from './gitlab.ts'
import { jsonFormat } from './json.ts'
import { junitFormat } from './junit.ts'
import { githubSummaryFormat, markdownFormat } from './markdown.ts'
import { sarifFormat } from './sarif.ts'

export const checkFormats = {
  json: jsonFormat,
  sarif: sarifFormat,
  junit: junitFormat,
  github: githubFormat,
  'github-summary': githubSummaryFormat,
  gitlab: gitlabFormat,
  markdown: markdownFormat,
} satisfies Record<string, CheckFormat>

export type CheckFormatId = keyof typeof checkFormats
