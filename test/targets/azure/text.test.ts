import fc from 'fast-check'
import { expect, it } from 'vitest'
import { machineName, resourceName, ruleDescription, siteName, tagValue } from '../../../src/targets/azure/text.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 400 })

it('keeps hostile text in tags as text, in one line of 256 characters', () => {
  // oxlint-disable-next-line no-template-curly-in-string
  expect(tagValue('${file("/etc/passwd")}\n🧾')).toBe('${file("/etc/passwd")} 🧾')
  fc.assert(
    fc.property(anyText, (text) => {
      const value = tagValue(text)

      expect(value.length).toBeLessThanOrEqual(256)
      expect(value).not.toMatch(/[\r\n\t]/)
      expect(value.isWellFormed()).toBe(true)
    }),
  )
})

it('describes a rule by its name and where it comes from, and keeps the end of a long id', () => {
  const id = `/subscriptions/1/resourceGroups/${'x'.repeat(150)}/securityRules/https`

  expect(ruleDescription('https', 'sgr-1')).toBe('https: sgr-1')
  expect(ruleDescription('https', id)).toMatch(/^https: ….*\/securityRules\/https$/)
  expect(ruleDescription('https', id)).toHaveLength(140)
  fc.assert(
    fc.property(anyText, anyText, (name, origin) => {
      expect(ruleDescription(name, origin).length).toBeLessThanOrEqual(140)
    }),
  )
})

it('shortens a name only where it is too long, and keeps two long ones apart', () => {
  const [a, b] = [`${'n'.repeat(90)}a`, `${'n'.repeat(90)}b`]

  expect(resourceName('shop-web-os', 80)).toBe('shop-web-os')
  expect(resourceName(a, 80).length).toBeLessThanOrEqual(80)
  expect(resourceName(a, 80)).not.toBe(resourceName(b, 80))
})

it('calls a machine with Windows by 15 characters at most', () => {
  expect(machineName('a-server-with-a-long-name', 'Linux')).toBe('a-server-with-a-long-name')
  expect(machineName('shop-web', 'Windows')).toBe('shop-web')
  expect(machineName('a-serve-r-with-a-long-name', 'Windows')).toMatch(/^a-serve-[a-z0-9]{7}$/)
  expect(machineName('a-serv-r-with-a-long-name', 'Windows')).toMatch(/^a-serv-[a-z0-9]{7}$/)
})

it('makes a prefix of 2 to 32 characters without double hyphens of every site', () => {
  expect(siteName('a')).toBe('a-site')
  fc.assert(
    fc.property(anyText, (id) => {
      expect(siteName(id)).toMatch(/^(?=.{2,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    }),
  )
})
