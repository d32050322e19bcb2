/** What AWS offers, and at what price. */
import type { Catalogue } from '../../model/dr-component.ts'

export function loadAwsCatalogue(): Catalogue {
  return {
    target: 'aws',
    asOf: '2023-06-01',
    currency: 'USD',
    hoursPerMonth: 730,
    regions: [],
    sources: [],
    components: [],
    diskClasses: [],
    services: [],
  }
}
