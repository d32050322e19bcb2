/**
 * Invented configuration with secrets planted in it, and traps that only look like some. Everything is made from a seed;
 * no line is from a real system, and no secret is one.
 */
import { crc32 } from 'node:zlib'
import type { SecretKind } from '../../src/model/secret-mark.ts'

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number
const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const base62 = digits + upper + lower

const run = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!

function github(random: Random): string {
  const body = run(random, base62, 30)
  let rest = crc32(body)
  let sum = ''
  for (let place = 0; place < 6; place += 1) {
    sum = (digits + upper + lower)[rest % 62]! + sum
    rest = Math.floor(rest / 62)
  }
  return `ghp_${body}${sum}`
}

const pem = (random: Random, lines: number): string =>
  Array.from({ length: lines }, () => run(random, `${base62}+/`, 64)).join('\n')
const jwt = (random: Random): string =>
  [`{"alg":"HS256","typ":"JWT"}`, `{"sub":"${run(random, lower, 8)}","iat":1790000000}`]
    .map((part) => Buffer.from(part).toString('base64url'))
    .concat(run(random, `${base62}_-`, 43))
    .join('.')

const syllables = ['ka', 'ro', 'min', 'tel', 'sou', 'dra', 'vi', 'len', 'hob', 'quo', 'zer', 'pa', 'fin', 'gus']
/** As people make them: a word with a capital, a number, a sign. */
const humanPassword = (random: Random): string => {
  const word = Array.from({ length: 3 }, () => pick(random, syllables)).join('')
  return `${word[0]!.toUpperCase()}${word.slice(1)}${run(random, digits, 2)}${pick(random, ['!', '#', '-', '_', '+', ''])}`
}
const machinePassword = (random: Random): string => run(random, `${base62}-_.!`, 16 + Math.floor(random() * 16))
const aPassword = (random: Random): string => (random() < 0.5 ? humanPassword(random) : machinePassword(random))
const aToken = (random: Random): string => run(random, base62, 24 + Math.floor(random() * 24))
const aHex = (random: Random, length: number): string => run(random, '0123456789abcdef', length)
const aUuid = (random: Random): string => [8, 4, 4, 4, 12].map((length) => aHex(random, length)).join('-')

export interface Planted {
  /** `{}` is where the value stands. */
  readonly line: string
  readonly kind: SecretKind
  readonly value: (random: Random) => string
}

export const planted: readonly Planted[] = [
  ...[
    'export DB_PASSWORD={}',
    "export PGPASSWORD='{}'",
    'MYSQL_ROOT_PASSWORD: "{}"',
    '  password: {}',
    'spring.datasource.password={}',
    '"adminPassword": "{}",',
    '<password>{}</password>',
    '<add key="DbPassword" value="{}" />',
    '{ "name": "APP_PASSWORD", "value": "{}" }',
    "$env:SQL_PWD = '{}'",
    'Server=tcp:db,1433;User Id=app;Password={};Encrypt=true',
    'requirepass_password = "{}"',
    "define('DB_PASSWORD', '{}');",
    'keystore.passphrase: {}',
    'plain_text_passwd: {}',
    'ldap_bind_pwd = {}',
  ].map((line): Planted => ({ line, kind: 'password', value: aPassword })),
  ...[
    'API_KEY={}',
    'client_secret = "{}"',
    '"secretKey": "{}"',
    'auth-token: {}',
    'AWS_SECRET_ACCESS_KEY={}',
    'DJANGO_SECRET_KEY={}',
    '- CONSUL_TOKEN={}',
    'encryption_key: "{}"',
    'wg_preshared_key = {}',
  ].map((line): Planted => ({ line, kind: 'secret', value: aToken })),
  { line: 'CLIENT_SECRET={}', kind: 'secret', value: aUuid },
  { line: 'DD_API_KEY={}', kind: 'secret', value: (random) => aHex(random, 32) },
  { line: 'aws_access_key_id = {}', kind: 'cloud-access-key', value: (r) => `AKIA${run(r, `${upper}234567`, 16)}` },
  {
    line: 'aws configure set aws_access_key_id {}',
    kind: 'cloud-access-key',
    value: (r) => `ASIA${run(r, `${upper}234567`, 16)}`,
  },
  { line: 'git clone https://{}@github.example/app.git', kind: 'github-token', value: github },
  { line: 'GITHUB_TOKEN={}', kind: 'github-token', value: github },
  { line: 'GH={}', kind: 'github-token', value: (r) => `github_pat_${run(r, base62, 22)}_${run(r, base62, 59)}` },
  {
    line: 'curl -H "PRIVATE-TOKEN: {}" https://git.example',
    kind: 'gitlab-token',
    value: (r) => `glpat-${run(r, base62, 20)}`,
  },
  {
    line: 'slack: {}',
    kind: 'slack-token',
    value: (r) => `xoxb-${run(r, digits, 12)}-${run(r, digits, 12)}-${run(r, base62, 24)}`,
  },
  {
    line: 'curl https://hooks.slack.com/services/{}',
    kind: 'slack-token',
    value: (r) => `T${run(r, upper + digits, 9)}/B${run(r, upper + digits, 9)}/${run(r, base62, 24)}`,
  },
  { line: 'STRIPE={}', kind: 'stripe-key', value: (r) => `sk_live_${run(r, base62, 24)}` },
  { line: 'maps: {}', kind: 'google-key', value: (r) => `AIza${run(r, `${base62}_-`, 34)}${run(r, base62, 1)}` },
  {
    line: 'export ARM_CLIENT_SECRET={}',
    kind: 'cloud-client-secret',
    value: (r) => `${run(r, base62, 3)}8Q~${run(r, `${base62}_~.-`, 33)}${run(r, base62, 1)}`,
  },
  {
    line: 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};EndpointSuffix=x',
    kind: 'cloud-account-key',
    value: (r) => `${run(r, `${base62}+/`, 86)}==`,
  },
  {
    line: 'azcopy "https://a.blob.example/c?sv=2024-11-04&sp=r&sig={}"',
    kind: 'cloud-signature',
    value: (r) => `${run(r, base62, 43)}%3D`,
  },
  { line: 'session: {}', kind: 'json-web-token', value: jwt },
  { line: 'NPM={}', kind: 'other-token', value: (r) => `npm_${run(r, base62, 36)}` },
  { line: 'vault login {}', kind: 'other-token', value: (r) => `hvs.${run(r, base62, 26)}` },
  { line: 'DATABASE_URL=postgres://app:{}@10.0.5.17:5432/app', kind: 'url-password', value: aPassword },
  { line: 'broker: amqps://svc:{}@mq.example/vhost', kind: 'url-password', value: (r) => run(r, lower, 12) },
  { line: 'redis://:{}@cache.example:6379/0', kind: 'url-password', value: aToken },
  { line: 'curl -H "Authorization: Bearer {}" https://api.example', kind: 'bearer', value: aToken },
  {
    line: 'Authorization: Basic {}',
    kind: 'bearer',
    value: (r) => Buffer.from(`svc:${machinePassword(r)}`).toString('base64'),
  },
  { line: 'sshpass -p {} ssh app@10.0.5.17', kind: 'command-password', value: aPassword },
  { line: 'mysql -h 10.0.5.17 -u root -p{} app', kind: 'command-password', value: aPassword },
  { line: 'curl -u admin:{} https://nexus.example', kind: 'command-password', value: aPassword },
  { line: 'az login --username app --password {}', kind: 'command-password', value: aPassword },
  { line: 'net user backup {} /add', kind: 'command-password', value: aPassword },
  { line: "$p = ConvertTo-SecureString '{}' -AsPlainText -Force", kind: 'command-password', value: aPassword },
  { line: "echo 'deploy:{}' | chpasswd", kind: 'start-password', value: aPassword },
  { line: 'chpasswd:\n  list: |\n    root:{}\n  expire: false', kind: 'start-password', value: aPassword },
  {
    line: 'users:\n  - name: ops\n    passwd: {}',
    kind: 'start-password',
    value: (r) => `$6$${run(r, base62, 12)}$${run(r, `${base62}./`, 86)}`,
  },
  {
    line: '-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----',
    kind: 'private-key',
    value: (r) => pem(r, 6),
  },
  {
    line: '-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----',
    kind: 'private-key',
    value: (r) => pem(r, 5),
  },
  {
    line: '"key": "-----BEGIN PRIVATE KEY-----\\n{}\\n-----END PRIVATE KEY-----"',
    kind: 'private-key',
    value: (r) => pem(r, 4).replaceAll('\n', '\\n'),
  },
]

export const traps: readonly ((random: Random) => string)[] = [
  ...[
    'DB_PASSWORD=changeme',
    'password: CHANGE_ME_NOW1',
    'password: ${DB_PASSWORD}',
    'export PGPASSWORD=$(aws secretsmanager get-secret-value --secret-id app)',
    'password: "{{ vault_db_password }}"',
    'password: {{ .Values.db.password | quote }}',
    'secret_arn: arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/db-AbCdEf',
    'password: "{{resolve:secretsmanager:app:SecretString:password}}"',
    'DB_PASSWORD=@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/db)',
    'password_file: /run/secrets/db_password',
    'POSTGRES_PASSWORD_FILE=/run/secrets/pg',
    'password = os.environ["DB_PASSWORD"]',
    'const password = process.env.DB_PASSWORD',
    'password = var.db_password',
    'password: str = None',
    'password: string;',
    'token = getToken(request)',
    'secret: null',
    'password_min_length = 14',
    'max_password_age: 90d',
    'lock_passwd: true',
    'ssh_pwauth: false',
    'PasswordAuthentication no',
    'passwd: files systemd',
    'api_key: YOUR_API_KEY_HERE',
    'token: <your-token>',
    'token: xxxxxxxxxxxxxxxxxxxx',
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'postgres://user:password@localhost/db',
    'postgres://app:${PGPASSWORD}@db/app',
    'https://example.com:8443/path?user@example.com',
    'git@github.example:app/infra.git',
    'app_version=10.4.22-rc.1',
    'token_url: https://login.example/oauth2/v2.0/token',
    'tokenizer: sentencepiece-v2',
    'tokens: 4096',
    'secretName: app-tls-2026',
    'secretKeyRef:',
    'public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx2Ck9fT3JkZXJfMDEyMzQ1Njc4OWFiY2RlZjAx',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
    'if password == "": raise',
    'sops: ENC[AES256_GCM,data:Tr7o2Rk9dHq1,iv:1aQx8Lm2,tag:9sDf3Gh7,type:str]',
    'curl -u "$USER:$PASS" https://nexus.example',
    'mysql -h db -u root -p < dump.sql',
    'mysql -h db -P3306 -u app',
    'read -s -p "Password: " PW',
    '# The password of the service account is rotated every 90 days, see runbook 12b.',
    'password: !vault |',
    'AccountKey=<storage-account-key>',
    'net user backup /delete',
    '--password-stdin',
    'docker login --username app --password "$REGISTRY_PASSWORD"',
    'Authorization: Bearer ${TOKEN}',
    'auth_token_expiry_seconds: 3600',
    'csrf_token=9f8c1e7ab2d34560c1f2a3b4c5d6e7f8',
  ].map((line) => () => line),
  (random) => `request_token=${aUuid(random)}`,
  (random) => `client_id: ${aUuid(random)}`,
  (random) => `sha256sum: ${aHex(random, 64)}`,
  (random) => `integrity: sha512-${run(random, `${base62}+/`, 86)}==`,
  (random) => `image: registry.example/app@sha256:${aHex(random, 64)}`,
  (random) => `token: sha256:${aHex(random, 64)}`,
  (random) => `commit=${aHex(random, 40)}`,
  (random) => `GITHUB_TOKEN=ghp_${run(random, base62, 30)}000000`,
  (random) => `subnet: subnet-${aHex(random, 17)}`,
  (random) => `ami: ami-${aHex(random, 17)}`,
  (random) => `fingerprint: ${run(random, 'ABCDEF0123456789', 40)}`,
  (random) => `nonce=${run(random, base62, 24)}`,
  (random) => `etag: "${aHex(random, 32)}"`,
  (random) => `path: /opt/${run(random, lower, 8)}/${run(random, base62, 12)}.jar`,
]

const plain = [
  '#!/bin/bash',
  '#cloud-config',
  'set -euo pipefail',
  'apt-get install -y nginx',
  'hostnamectl set-hostname app-1',
  'listen 443 ssl;',
  'upstream = 10.0.5.17:80',
  'ntp: true',
  '',
  'systemctl enable --now app',
  'runcmd:',
  '  - [ls, -l]',
]

export interface CorpusText {
  readonly text: string
  /** By the line that the value begins on, or one before it (the line of `-----BEGIN`). */
  readonly expected: readonly { readonly line: number; readonly kind: SecretKind; readonly value: string }[]
}

/** One text of some thirty parts, a third of them secrets. */
export function aCorpusText(random: Random): CorpusText {
  const lines: string[] = []
  const expected: { line: number; kind: SecretKind; value: string }[] = []
  for (let part = 0; part < 30; part += 1) {
    const dice = random()
    if (dice < 1 / 3) {
      const { line, kind, value } = pick(random, planted)
      const own = value(random)
      const before = line.slice(0, line.indexOf('{}', line.startsWith('{ ') ? 2 : 0))
      const at = kind === 'private-key' ? 0 : before.split('\n').length - 1
      expected.push({ line: lines.length + 1 + at, kind, value: own })
      lines.push(...(before + own + line.slice(before.length + 2)).split('\n'))
    } else lines.push(...(dice < 2 / 3 ? pick(random, traps)(random) : pick(random, plain)).split('\n'))
  }
  return { text: `${lines.join('\n')}\n`, expected }
}
