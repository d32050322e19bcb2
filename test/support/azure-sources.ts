/** Where the facts of the Azure catalogue are from, and what is missing in it. */
export const sources = [
  [
    'sizes',
    'Kubernetes autoscaler, Karpenter for Azure and the managed-disk CSI driver, 2025-05 to 2026-06; memory is cut to whole GiB, and that of 106 sizes is derived from their vCPU and the ratio of their family',
    '2026-06-18',
  ],
  ['not in the catalogue', 'network bandwidth, network interfaces and the size of temporary disks', '2026-06-18'],
  [
    'boot modes',
    'Microsoft, "Support for Generation 2 VMs" and the pages of series; where neither says, the fewer modes',
    '2024-03-04',
  ],
  [
    'previous generations',
    'Microsoft, "Previous generation Azure VM size series" (2025-06-17) and "VM size series retirements"',
    '2026-09-24',
  ],
  ['prices', 'pay as you go, Linux, azure-pricing-radar', '2026-08-22'],
  ['other prices', 'pay as you go, Linux, Karpenter for Azure; the day is in the row', '2026-06-18'],
  [
    'Windows licences',
    'difference of Windows and Linux in azure-pricing-radar; else an estimate: 0.046 USD per vCPU-hour of the parent size',
    '2026-08-22',
  ],
  [
    'burstable baselines',
    'Microsoft, "Bv1" and "Bsv2" series; AMD and Arm sizes as their Intel siblings',
    '2026-03-10',
  ],
  [
    'disk classes',
    'managed-disk CSI driver; Premium SSD v2 by "Azure managed disk types"; locally redundant; without Ultra and without bursts',
    '2026-08-11',
  ],
  ['disk prices', 'azure-pricing-radar; transactions of standard disks are not priced', '2026-08-22'],
  [
    'regions',
    'eastus, eastus2, southeastasia and westus2 have prices of sizes, but no read prices of all disks: left out',
    '2026-08-22',
  ],
  ['services', 'Site Recovery by three pages of 2026; Backup by general knowledge, marked as estimated', '2026-08-22'],
  ['transfer', 'between regions of Europe by general knowledge, marked as estimated', '2026-08-22'],
].map(([id, what, asOf]) => ({ id, what, asOf }))
