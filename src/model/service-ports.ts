/**
 * Ports that say which service it is: those of the IANA registry (RFC 6335) that servers listen on, and the defaults of
 * products. `needed` are services that whole sites lean on, and that recovery plans forget; `management` is how people
 * and tools reach machines, which makes nobody need anybody.
 */
type ServiceRole = 'needed' | 'management' | 'other'

export interface Service {
  readonly name: string
  readonly role: ServiceRole
}

const rows: readonly (readonly [ports: readonly number[], name: string, role: ServiceRole])[] = [
  [[53], 'DNS', 'needed'],
  [[88, 464], 'Kerberos', 'needed'],
  [[123], 'time (NTP)', 'needed'],
  [[389, 636, 3268, 3269], 'directory (LDAP)', 'needed'],
  [[1812, 1813], 'RADIUS', 'needed'],
  [[25, 465, 587], 'mail (SMTP)', 'needed'],
  [[445, 139], 'file share (SMB)', 'needed'],
  [[2049, 111], 'file share (NFS)', 'needed'],
  [[3260], 'storage (iSCSI)', 'needed'],
  [[1688], 'Windows activation (KMS)', 'needed'],
  [[1947], 'licence server (Sentinel)', 'needed'],
  [
    [27_000, 27_001, 27_002, 27_003, 27_004, 27_005, 27_006, 27_007, 27_008, 27_009],
    'licence server (FlexNet)',
    'needed',
  ],
  [[514, 6514], 'log collection (syslog)', 'needed'],
  [[8200], 'secrets (Vault)', 'needed'],
  [[1433, 1434], 'SQL Server', 'needed'],
  [[1521], 'Oracle', 'needed'],
  [[3306], 'MySQL', 'needed'],
  [[5432, 6432], 'PostgreSQL', 'needed'],
  [[6379], 'Redis', 'needed'],
  [[27_017], 'MongoDB', 'needed'],
  [[9042], 'Cassandra', 'needed'],
  [[5671, 5672], 'message queue (AMQP)', 'needed'],
  [[9092], 'message queue (Kafka)', 'needed'],
  [[1414], 'message queue (MQ)', 'needed'],
  [[11_211], 'memcached', 'other'],
  [[9200], 'Elasticsearch', 'other'],
  [[3128], 'web proxy', 'other'],
  [[80, 443, 8080, 8081, 8443, 8000, 8888, 9443], 'web', 'other'],
  [[22], 'SSH', 'management'],
  [[3389], 'remote desktop', 'management'],
  [[5985, 5986], 'WinRM', 'management'],
  [[161, 162], 'SNMP', 'management'],
  [[9100, 9182], 'metrics exporter', 'management'],
  [[10_050, 10_051], 'Zabbix', 'management'],
  [[5666], 'NRPE', 'management'],
  [[135], 'Windows RPC', 'management'],
]

const services: ReadonlyMap<number, Service> = new Map(
  rows.flatMap(([ports, name, role]) => ports.map((port) => [port, { name, role }] as const)),
)

/** Null for a port that says nothing. */
export const serviceOf = (port: number | null): Service | null => (port === null ? null : (services.get(port) ?? null))

/** The end of the ports that only privileged processes may listen on (RFC 6335: system ports). */
export const SYSTEM_PORTS = 1024
