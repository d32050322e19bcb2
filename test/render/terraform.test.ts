import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TerraformRoot } from '../../src/model/target.ts'
import { terraformSettingsSchema } from '../../src/model/terraform-settings.ts'
import { failbackTemplates, renderTerraform } from '../../src/render/terraform.ts'

const settings = terraformSettingsSchema.parse({})
const root = (name: TerraformRoot['name'], variables: TerraformRoot['variables']): TerraformRoot => ({
  name,
  variables,
  files: [],
})
const templates = new Map([
  ['recovery/main.tf', '# recovery\n'],
  ['foundation/main.tf', '# foundation\n'],
])

test('copies the hand-written files and adds the values of each root, in the order of their paths', () => {
  const files = renderTerraform([root('foundation', { b: [2, { d: 1, c: null }], a: 'x' })], { templates, settings })

  expect(files).toEqual([
    { path: 'foundation/main.tf', contents: '# foundation\n' },
    {
      path: 'foundation/terraform.tfvars.json',
      contents: '{\n  "a": "x",\n  "b": [\n    2,\n    {\n      "c": null,\n      "d": 1\n    }\n  ]\n}\n',
    },
  ])
})

test('copies nothing of a root that the plan does not have, and modules always', () => {
  const all = new Map([...templates, ['failback/main.tf', '# failback\n'], ['modules/compute/main.tf', '# module\n']])

  const files = renderTerraform([root('foundation', {}), root('recovery', {})], { templates: all, settings })

  expect(files.map(({ path }) => path)).toEqual([
    'foundation/main.tf',
    'foundation/terraform.tfvars.json',
    'modules/compute/main.tf',
    'recovery/main.tf',
    'recovery/terraform.tfvars.json',
  ])
})

test('gives the way home its module, and nothing else beside itself', () => {
  const all = new Map([
    ...templates,
    ['failback/main.tf', '# failback\n'],
    ['modules/compute/main.tf', '# module\n'],
    ['modules/network/main.tf', '# network\n'],
  ])

  const files = renderTerraform([root('failback', {})], { templates: failbackTemplates(all), settings })

  expect(files.map(({ path }) => path)).toEqual([
    'failback/main.tf',
    'failback/modules/compute/main.tf',
    'failback/terraform.tfvars.json',
  ])
})

test('gives the same bytes whatever order the values came in', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
      const backwards = Object.fromEntries(Object.entries(values).reverse())
      const render = (variables: object) =>
        renderTerraform([root('recovery', JSON.parse(JSON.stringify(variables)) as TerraformRoot['variables'])], {
          templates: new Map(),
          settings,
        })

      expect(render(backwards)).toEqual(render(values))
    }),
  )
})

test('never changes a text: what is hostile stays data', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [file] = renderTerraform([root('recovery', { name: text })], { templates: new Map(), settings })

      expect(JSON.parse(file?.contents ?? '')).toEqual({ name: text })
    }),
  )
})

test('writes backend and imports as drplan.yaml says, each root with a state of its own', () => {
  const said = terraformSettingsSchema.parse({
    backend: { type: 's3', prefix: 'dr/', settings: { region: 'eu-central-1', bucket: 'state', use_lockfile: true } },
    imports: [{ root: 'foundation', to: 'module.network.aws_vpc.this["shop"]', id: 'vpc-0f00' }],
  })

  const files = renderTerraform([root('foundation', {}), root('recovery', {})], {
    templates: new Map(),
    settings: said,
  })

  expect(files.filter(({ path }) => path.endsWith('.tf'))).toEqual([
    {
      path: 'foundation/backend.tf',
      contents: `# Where the state of this root lives, as drplan.yaml says.

terraform {
  backend "s3" {
    key          = "dr/foundation.tfstate"
    bucket       = "state"
    region       = "eu-central-1"
    use_lockfile = true
  }
}
`,
    },
    {
      path: 'foundation/imports.tf',
      contents: `# What was there already, as drplan.yaml says.

import {
  to = module.network.aws_vpc.this["shop"]
  id = "vpc-0f00"
}
`,
    },
    { path: 'recovery/backend.tf', contents: expect.stringContaining('"dr/recovery.tfstate"') },
  ])
})

test.each([
  ['a secret', { backend: { type: 's3', settings: { secret_key: 'x' } } }, 'is a secret'],
  ['the name of the state', { backend: { type: 'azurerm', settings: { key: 'x' } } }, 'use prefix'],
  // oxlint-disable-next-line no-template-curly-in-string
  ['an address with more in it', { imports: [{ root: 'recovery', to: 'a_b.c["${x}"]', id: 'x' }] }, 'is no address'],
])('refuses %s', (_, said, why) => {
  const read = terraformSettingsSchema.safeParse(said)

  expect(read.error?.message).toContain(why)
})
