/** Findings about capacity on the day: what to try next, and what is shared while standing by. */
export const capacityFindingCodes = {
  'map.targets-together': {
    severity: 'warning',
    meaning: 'VMs that are kept apart come together when one or two zones fail, though there are zones enough.',
  },
  'map.targets-too-few': {
    severity: 'info',
    meaning: 'VMs that are kept apart have fewer targets than there are zones: some failures leave them none.',
  },
} as const
