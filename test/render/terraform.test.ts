import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderTerraform } from '../../src/render/terraform.ts'

const templates = new Map([
  ['recovery/main.tf', '# recovery\n'],
  ['foundation/main.tf', '# foundation\n'],
])

test('copies the hand-written files and adds the values of each root, in the order of their paths', () => {
  const files = renderTerraform([{ name: 'foundation', variables: { b: [2, { d: 1, c: null }], a: 'x' } }], templates)

  expect(files).toEqual([
    { path: 'foundation/main.tf', contents: '# foundation\n' },
    {
      path: 'foundation/terraform.tfvars.json',
      contents: '{\n  "a": "x",\n  "b": [\n    2,\n    {\n      "c": null,\n      "d": 1\n    }\n  ]\n}\n',
    },
    { path: 'recovery/main.tf', contents: '# recovery\n' },
  ])
})

test('gives the same bytes whatever order the values came in', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
      const backwards = Object.fromEntries(Object.entries(values).reverse())
      const render = (variables: object) =>
        renderTerraform([{ name: 'recovery', variables: JSON.parse(JSON.stringify(variables)) }], new Map())

      expect(render(backwards)).toEqual(render(values))
    }),
  )
})

test('never changes a text: what is hostile stays data', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [file] = renderTerraform([{ name: 'recovery', variables: { name: text } }], new Map())

      expect(JSON.parse(file?.contents ?? '')).toEqual({ name: text })
    }),
  )
})
