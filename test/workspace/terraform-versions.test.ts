import { cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTerraformVersions } from '../../src/workspace/terraform-versions.ts'

const templates = join(import.meta.dirname, '../../templates/terraform/aws')

test('conditions of a root are its own and those of the modules that it calls; lock files are read where they are', async () => {
  const out = await mkdtemp(join(tmpdir(), 'drplan-versions-'))
  await cp(templates, join(out, 'terraform'), { recursive: true })
  await writeFile(
    join(out, 'terraform/foundation/.terraform.lock.hcl'),
    '# a\n\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "6.2.0"\n  constraints = "~> 6.0"\n  hashes = [\n    "h1:x=",\n  ]\n}\n',
  )

  const [failback, foundation, recovery] = await readTerraformVersions(out)

  expect([failback?.folder, foundation?.folder, recovery?.folder]).toEqual([
    'terraform/failback',
    'terraform/foundation',
    'terraform/recovery',
  ])
  expect(foundation?.locked).toEqual({ 'hashicorp/aws': '6.2.0' })
  expect(recovery?.locked).toBeNull()
  expect(foundation?.wishes).toContainEqual({
    of: 'hashicorp/aws',
    constraint: '~> 6.19',
    file: 'terraform/modules/balancers/versions.tf',
  })
  expect(failback?.wishes.some(({ file }) => file.includes('modules/balancers'))).toBe(false)
})

test('a folder without Terraform has no versions', async () => {
  expect(await readTerraformVersions(await mkdtemp(join(tmpdir(), 'drplan-versions-')))).toEqual([])
})
