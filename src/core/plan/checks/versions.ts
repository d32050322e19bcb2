import type { Check } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { RootVersions, VersionReading, VersionWish } from '../../../model/version-reading.ts'
import { satisfies } from '../version-constraint.ts'

export const versions: Check = {
  title: 'Terraform and its providers are of versions that the modules take.',
  codes: ['check.version-provider', 'check.version-terraform', 'check.version-unlocked'],
  source:
    'Terraform language, "Version constraints" and "Dependency lock file"; NIST SP 800-34 Rev. 1 (2010), 3.5: plans are tested',
  run: ({ versions: reading }) => [...engine(reading), ...reading.roots.flatMap(providers), ...unlocked(reading)],
}

/** The same condition stands in many modules: one finding, with the first of them. */
function engine({ roots, terraform }: VersionReading): readonly Finding[] {
  if (terraform === null) return []
  const wish = roots
    .flatMap(({ wishes }) => wishes)
    .find((one) => one.of === 'terraform' && satisfies(terraform, one.constraint) === false)
  if (!wish) return []
  return [
    createFinding('check.version-terraform', {
      subject: `Terraform ${terraform}`,
      message: `The Terraform of this machine is ${terraform}, and the plan's asks for ${wish.constraint}: terraform init refuses, and nothing of the plan is applied from here.`,
      suggestion: 'Install another version where the plan is carried out, and say it in the runbook of those who do.',
      place: wish.file,
    }),
  ]
}

function providers({ folder, wishes, locked }: RootVersions): readonly Finding[] {
  if (!locked) return []
  const refused = new Map<string, VersionWish>()
  for (const wish of wishes) {
    const version = locked[wish.of]
    if (version !== undefined && satisfies(version, wish.constraint) === false && !refused.has(wish.of))
      refused.set(wish.of, wish)
  }
  return [...refused.values()].map(({ of, constraint, file }) =>
    createFinding('check.version-provider', {
      subject: `${folder}: ${of}`,
      message: `The lock file of ${folder} has ${of} ${locked[of] ?? ''}, and ${file} asks for ${constraint}: terraform init refuses, and ${folder} is not applied.`,
      suggestion: `terraform -chdir=${folder} init -upgrade   chooses another one; read what terraform plan then says, and commit the lock file.`,
      place: `${folder}/${LOCK_FILE}`,
    }),
  )
}

const LOCK_FILE = '.terraform.lock.hcl'

/** Where nobody commits lock files it is a choice; where one root has one, another was forgotten. */
function unlocked({ roots }: VersionReading): readonly Finding[] {
  if (roots.every(({ locked }) => locked === null)) return []
  return roots
    .filter(({ locked }) => locked === null)
    .map(({ folder }) =>
      createFinding('check.version-unlocked', {
        subject: folder,
        message: `${folder} has no lock file, and others have one: on the day terraform init takes the newest provider that fits, which no drill has tried.`,
        suggestion: `terraform -chdir=${folder} init, and commit ${folder}/${LOCK_FILE}.`,
        place: folder,
      }),
    )
}
