/** Two web servers and a database, as the recordings of dependency sources speak of them. */
import { parseAddress } from '../../src/model/address.ts'
import type { Site, Vm } from '../../src/model/site.ts'
import { aNic, aSite, aVm } from '../builders.ts'

const vmAt = (id: string, name: string, address: string): Vm =>
  aVm({ id, name, nics: [aNic({ id: `nic-${id}`, addresses: [parseAddress(address)] })] })

export const smallSite: Site = aSite({
  vms: [
    vmAt('i-web1', 'web-1', '10.0.1.10'),
    vmAt('i-web2', 'web-2', '10.0.1.11'),
    vmAt('i-db', 'db-1', '10.0.2.20'),
    vmAt('i-twin-a', 'twin', '10.0.3.1'),
    vmAt('i-twin-b', 'twin', '10.0.3.2'),
  ],
})
