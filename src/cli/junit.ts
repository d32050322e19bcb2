/** Results of tests in the XML that pipelines show (JUnit, as Jenkins and GitLab read it). */
import type { PolicyTestResult } from '../model/policy.ts'
import { faultWords } from './screens/policies.ts'
import { harmless } from './text.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 does not have (2.2) cannot be escaped either: controls are written out, the rest is replaced. */
const text = (value: string): string =>
  harmless(value.toWellFormed())
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '')

export function junitReport(name: string, results: readonly PolicyTestResult[]): readonly string[] {
  const failures = results.filter(({ passed }) => !passed).length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${text(name)}" tests="${results.length}" failures="${failures}">`,
    `  <testsuite name="${text(name)}" tests="${results.length}" failures="${failures}">`,
    ...results.flatMap(testCase),
    '  </testsuite>',
    '</testsuites>',
  ]
}

function testCase({ name, file, place, faults }: PolicyTestResult): readonly string[] {
  const head = `    <testcase classname="${text(file)}" name="${text(name)}"`
  if (faults.length === 0) return [`${head}/>`]
  const words = faults.map(faultWords)
  return [
    `${head}>`,
    `      <failure message="${text(words[0] ?? '')}">${[...words, `at ${place}`].map(text).join('\n')}</failure>`,
    '    </testcase>',
  ]
}
