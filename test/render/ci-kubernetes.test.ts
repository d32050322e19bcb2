/** The CronJob as a cluster with the Pod Security Standard "restricted" reads it. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { renderedCi, type CiSite } from '../support/render-ci.ts'

interface Named {
  readonly name: string
}

interface Container extends Named {
  readonly image: string
  readonly args: readonly string[]
  readonly envFrom: readonly { readonly configMapRef: Named }[]
  readonly resources: object
  readonly securityContext: object
  readonly volumeMounts: readonly Named[]
}

interface Pod {
  readonly serviceAccountName: string
  readonly securityContext: object
  readonly initContainers: readonly Container[]
  readonly containers: readonly Container[]
  readonly volumes: readonly (Named & { readonly persistentVolumeClaim?: { readonly claimName: string } })[]
}

interface JobSpec {
  readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: Pod }
}

interface Objects {
  readonly ServiceAccount: { readonly metadata: Named & { readonly annotations: object } }
  readonly ConfigMap: { readonly metadata: Named }
  readonly PersistentVolumeClaim: { readonly metadata: Named }
  readonly CronJob: { readonly metadata: Named; readonly spec: { readonly jobTemplate: { readonly spec: JobSpec } } }
}

async function objects(site: CiSite = {}): Promise<Objects> {
  const text = (await renderedCi('kubernetes', site)).get('kubernetes/drplan-check.yaml')!
  const documents = parseAllDocuments(text)
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  const byKind = documents.map((one) => one.toJS() as { kind: string }).map((one) => [one.kind, one])
  return Object.fromEntries(byKind) as Objects
}

const podOf = ({ CronJob }: Objects): Pod => CronJob.spec.jobTemplate.spec.template.spec

describe.each(['aws', 'azure'] as const)('on %s', (platform) => {
  test('its pod keeps the standard "restricted", and has a read-only root', async () => {
    const pod = podOf(await objects({ platform }))

    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    for (const container of [...pod.initContainers, ...pod.containers]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(container.resources).toMatchObject({
        requests: { memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      })
      expect(container.image).toBe('registry.example.com/drplan:1.2.3')
    }
    expect(pod.volumes.flatMap((volume: object) => Object.keys(volume).filter((key) => key !== 'name'))).toEqual([
      'emptyDir',
      'emptyDir',
      'persistentVolumeClaim',
    ])
    expect(pod).toMatchObject({ automountServiceAccountToken: false, restartPolicy: 'Never' })
  })

  test('one runs at a time, ends in time, and is kept for as long as is said', async () => {
    const { CronJob } = await objects({ platform })

    expect(CronJob.spec).toMatchObject({
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: expect.any(Number),
      successfulJobsHistoryLimit: expect.any(Number),
      failedJobsHistoryLimit: expect.any(Number),
    })
    expect(CronJob.spec.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 0 })
  })

  test('what it names is there, under a name that a CronJob may have', async () => {
    const all = await objects({ platform, site: `n${'o'.repeat(61)}h` })
    const name = all.CronJob.metadata.name
    const pod = podOf(all)

    expect(name).toMatch(/^[a-z0-9-]{1,51}[a-z0-9]$/)
    expect([all.ServiceAccount, all.ConfigMap, all.PersistentVolumeClaim].map((one) => one.metadata.name)).toEqual([
      name,
      name,
      name,
    ])
    expect(pod.serviceAccountName).toBe(name)
    expect(pod.initContainers[0]?.envFrom[0]?.configMapRef.name).toBe(name)
    expect(pod.volumes[2]?.persistentVolumeClaim?.claimName).toBe(name)
    for (const { volumeMounts } of pod.containers)
      for (const mount of volumeMounts) expect(pod.volumes.map((one) => one.name)).toContain(mount.name)
  })

  test('it is somebody in the cloud without a stored key', async () => {
    const { ServiceAccount, CronJob } = await objects({ platform })
    const keys = Object.keys(ServiceAccount.metadata.annotations)

    expect(keys).toEqual([platform === 'aws' ? 'eks.amazonaws.com/role-arn' : 'azure.workload.identity/client-id'])
    expect(CronJob.spec.jobTemplate.spec.template.metadata.labels['azure.workload.identity/use']).toBe(
      platform === 'azure' ? 'true' : undefined,
    )
  })
})

test('its scripts are shell, and take everything from the environment', async () => {
  const pod = podOf(await objects())
  const scripts = [...pod.initContainers, ...pod.containers].flatMap(({ args }) => args)

  const { status, stderr } = spawnSync('sh', ['-n'], { input: scripts.join('\n'), encoding: 'utf8' })

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(scripts.join('\n')).not.toContain('north')
})

test('the image does not run as root', async () => {
  const lines = (await renderedCi('kubernetes')).get('kubernetes/Containerfile')!.split('\n')

  expect(lines).toContain('ARG DRPLAN_VERSION="1.2.3"')
  expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER 1000:1000')
})
