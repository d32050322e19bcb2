/** The VMs in a JSON answer of govc, the VI JSON API or PowerCLI, whichever of their shapes it has. */
import { readGroup, type Group, type Groups } from './groups.ts'
import { isObject, listOf, placed, type Answer, type Fields, type Item } from '../json-items.ts'

export interface Documents {
  readonly machines: readonly Item<unknown>[]
  readonly powerCli: readonly Item<unknown>[]
  readonly groups: Groups
}

const DEEPEST = 40

/** `NumCPU` of old govc and of PowerCLI is `numCPU` in the VI JSON; nothing below `DEEPEST` levels is ours. */
function camelKeys(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return null
  if (Array.isArray(value)) return value.map((item) => camelKeys(item, depth + 1))
  if (!isObject(value)) return value
  // A simple value in a place of any type is boxed: {"_typeName": "string", "_value": "web-1"}.
  if ('_value' in value) return camelKeys(value['_value'], depth + 1)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [camelKey(key), camelKeys(item, depth + 1)]))
}

/** `_typeName`, which says what an object is, loses its underscore. */
const camelKey = (key: string): string => {
  const plain = key.replace(/^_/, '')
  return plain.charAt(0).toLowerCase() + plain.slice(1)
}

export function findDocuments({ file, value }: Answer): Documents {
  const machines: Item<unknown>[] = []
  const powerCli: Item<unknown>[] = []
  const groups = new Map<string, Group>()
  for (const { value: entry, place } of entriesOf(camelKeys(value), file.shown)) {
    if (!isObject(entry)) continue
    if (isPowerCli(entry) && !isMachine(entry['extensionData'])) powerCli.push({ value: entry, place })
    else {
      const machine = machineOf(entry)
      const group = machine ? null : (readGroup(entry) ?? readGroup({ ...propertiesOf(entry), obj: entry['obj'] }))
      if (machine) machines.push({ value: machine, place })
      if (group) groups.set(...group)
    }
  }
  return { machines, powerCli, groups }
}

/** One VM, a list of them, `vm.info`, the `value` of PowerShell 5, or the properties of one object as a list. */
function entriesOf(value: unknown, shown: string): readonly Item<unknown>[] {
  if (Array.isArray(value))
    return isPropertyList(value) ? [{ value: { propSet: value }, place: shown }] : placed(value, shown)
  if (!isObject(value)) return []
  const key = ['virtualMachines', 'objects', 'folders', 'resourcePools', 'value'].find((name) =>
    Array.isArray(value[name]),
  )
  return key === undefined ? [{ value, place: shown }] : placed(listOf(value[key]), `${shown}#${key}`)
}

const isPropertyList = (value: readonly unknown[]): boolean =>
  value.length > 0 && value.every((item) => isObject(item) && typeof item['name'] === 'string' && 'val' in item)

const isPowerCli = (entry: Fields): boolean => 'numCpu' in entry && ('memoryGB' in entry || 'memoryMB' in entry)

const isConfig = (value: unknown): value is Fields =>
  isObject(value) && (value['typeName'] === 'VirtualMachineConfigInfo' || isObject(value['hardware']))

const isMachine = (value: unknown): value is Fields & { readonly config: Fields } =>
  isObject(value) && isConfig(value['config'])

/** Null for what is no VM: hosts, datastores and networks come out of the same commands. */
function machineOf(entry: Fields): Fields | null {
  if (isMachine(entry)) return entry
  const extension = entry['extensionData']
  if (isMachine(extension)) return { name: entry['name'], ...extension }
  if (isConfig(entry)) return { name: entry['name'], config: entry }
  const properties = propertiesOf(entry)
  return isMachine(properties) ? { self: entry['obj'], ...properties } : null
}

/** object.collect gives properties with the path to each: `config.hardware` stands below `config`. */
function propertiesOf(entry: Fields): Fields {
  const root = new Map<string, unknown>()
  for (const property of listOf(entry['propSet'])) {
    if (!isObject(property) || typeof property['name'] !== 'string') continue
    const [top = '', ...rest] = property['name'].split('.')
    const below = rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), property['val'])
    const known = root.get(top)
    root.set(top, isObject(known) && isObject(below) ? { ...known, ...below } : below)
  }
  return Object.fromEntries(root)
}
