// Made by test/support/make-library-types.ts from the nouns; do not edit.

/** plan.json. */
export type Plan = {
  readonly schema: "drplan/plan@3"
  readonly madeBy: string
  readonly inputs: Readonly<Record<string, string>>
  readonly site: {
    readonly id: string
    readonly region: string | null
    readonly capturedAt: string | null
    readonly vms: number
  }
  readonly target: {
    readonly id: PlanPart0
    readonly region: string
  }
  readonly tiers: readonly ({
    readonly id: string
    readonly name: string
    readonly rtoMinutes: number | null
    readonly rpoMinutes: number | null
    readonly priority: number
    readonly strategies: readonly PlanPart1[]
  })[]
  readonly vms: readonly ({
    readonly vmId: string
    readonly key: string
    readonly name: string
    readonly application: string
    readonly tierId: string
    readonly tierProposal?: ({
      readonly confidence: "low" | "medium" | "high"
      readonly reasons: readonly PlanPart2[]
    }) | undefined
    readonly os: "linux" | "windows" | "other" | "unknown"
    readonly firmware: ("bios" | "uefi") | null
    readonly dependsOn: readonly string[]
    readonly primary?: ({
      readonly platform: PlanPart0
      readonly size: string | null
      readonly zone: string | null
      readonly platformRole?: string | undefined
      readonly cards: readonly {
        readonly nicIndex: number
        readonly securityGroupIds: readonly string[]
        readonly packetFilterIds: readonly string[]
        readonly memberGroupIds: readonly string[]
      }[]
      readonly disks: readonly ({
        readonly id: string
        readonly name: string
        readonly capacityGiB: number
        readonly sourceClass: string | null
        readonly iops: number | null
        readonly throughputMiBps: number | null
        readonly boot: boolean
      })[]
    }) | undefined
  })[]
  readonly demands: readonly ({
    readonly vmId: string
    readonly level: number
    readonly horizonHours: number
    readonly vcpus: PlanPart3
    readonly memoryGiB: PlanPart3
    readonly iops: PlanPart3 | null
    readonly diskMiBps: PlanPart3 | null
    readonly networkMbps: PlanPart3 | null
    readonly churnGiBPerHour: ({
      readonly median: number
      readonly high: number
      readonly mean?: number | undefined
    }) | null
    readonly storageGiB: number
    readonly gpuMemoryGiB: number | null
    readonly confidence: {
      readonly level: "none" | "low" | "medium" | "high"
      readonly coverage: number
      readonly historyDays: number
      readonly missing: readonly string[]
    }
  })[]
  readonly mapping: {
    readonly target: string
    readonly region: string
    readonly assignments: readonly ({
      readonly vmId: string
      readonly tierId: string
      readonly offering: {
        readonly componentId: string
        readonly region: string
        readonly strategy: PlanPart1
        readonly standbyComponentId: string | null
        readonly zone?: number | undefined
        readonly standbyPerMonth: number
        readonly recoveredPerHour: number
      }
      readonly disks: readonly ({
        readonly diskId: string
        readonly classId: string
        readonly sizeGiB: number
        readonly iops: number | null
        readonly throughputMiBps: number | null
        readonly boot: boolean
      })[]
      readonly backupIntervalMinutes: number | null
      readonly cost: readonly ({
        readonly what: string
        readonly phase: "standby" | "recovered"
        readonly quantity: number
        readonly unit: string
        readonly unitPrice: number
        readonly amount: number
      })[]
      readonly share: {
        readonly vcpus: number
        readonly memory: number
      }
      readonly achieved: {
        readonly rtoMinutes: number
        readonly rpoMinutes: number
        readonly terms: readonly {
          readonly name: string
          readonly minutes: number
          readonly basis: string
        }[]
      }
      readonly reason: string
      readonly runnerUp: PlanPart4 | null
      readonly cheaper: PlanPart4 | null
      readonly insteadOf?: PlanPart4 | undefined
      readonly apartOnHosts?: string | undefined
      readonly targets?: (readonly PlanPart5[]) | undefined
      readonly reservation?: {
        readonly perMonth: number
        readonly reserved: boolean
      } | undefined
    })[]
    readonly unmapped: readonly {
      readonly vmId: string
      readonly tierId: string
      readonly constraint: string
      readonly needed: string
      readonly available: string
      readonly reason: string
    }[]
    readonly excluded: readonly {
      readonly vmId: string
      readonly reason: string
    }[]
    readonly compatibility?: (readonly ({
      readonly vmId: string
      readonly verdict: "ready" | "conditional" | "not-ready" | "unknown"
      readonly rules: readonly ({
        readonly id: "accelerator-state" | "boot-disk-too-large" | "cpu-hot-add" | "disk-too-large" | "fault-tolerance" | "latency-sensitivity" | "memory-reservation" | "nested-virtualisation" | "numa-pinning" | "os-32-bit" | "os-end-of-life" | "os-unknown" | "os-unsupported" | "pci-passthrough" | "raw-disk" | "secure-boot" | "shared-disk" | "sr-iov" | "usb-device" | "vgpu" | "vtpm"
        readonly severity: "blocker" | "warning" | "info"
        readonly detail: string
        readonly waived: {
          readonly owner: string
          readonly until: string
        } | null
      })[]
    })[]) | undefined
    readonly accelerators?: (readonly ({
      readonly vmId: string
      readonly needed: string
      readonly given: string
      readonly sharing: "whole" | "fraction" | "mig"
      readonly driver: string | null
      readonly degraded: {
        readonly usedGiB: number
        readonly givenGiB: number
        readonly reason: string
      } | null
      readonly alternatives: readonly string[]
    })[]) | undefined
    readonly reservations?: {
      readonly chosen: {
        readonly vms: PlanPart6
        readonly perMonth: PlanPart7
      }
      readonly steps: readonly {
        readonly tierIds: readonly string[]
        readonly vms: PlanPart6
        readonly perMonth: PlanPart7
      }[]
    } | undefined
    readonly pools?: (readonly ({
      readonly name: string
      readonly componentId: string | null
      readonly slots: number
      readonly failures: number
      readonly members: readonly string[]
      readonly running: number
      readonly worst: {
        readonly domains: readonly ({
          readonly kind: "host" | "cluster" | "zone" | "datacenter"
          readonly name: string
        })[]
        readonly hit: number
      }
      readonly heldPerMonth: number | null
      readonly aloneEachPerMonth: number
    })[]) | undefined
    readonly transfer?: {
      readonly from: string
      readonly perGB: number
      readonly vms: number
      readonly unknownVms: number
    } | undefined
    readonly standbyPerMonth: number
    readonly recoveredPerHour: number
    readonly currency: string
    readonly hoursPerMonth?: (730 | 744) | undefined
    readonly catalogueAsOf: string
    readonly ledger: readonly ({
      readonly id: string
      readonly name: string
      readonly unit: string
      readonly needed: number
      readonly most: number | null
      readonly used: number | null
      readonly initially: number | null
      readonly ladder?: (readonly number[]) | undefined
      readonly vms: number
      readonly source: string | null
    })[]
    readonly solution: {
      readonly objective: "least-cost" | "most-protection"
      readonly status: "optimal" | "feasible" | "infeasible" | "undecided"
      readonly gap: number | null
      readonly value: number
      readonly bound: number | null
      readonly method: string
      readonly stopped: "time-limit" | null
    }
  }
  readonly network: {
    readonly blocks: readonly ({
      readonly vpcKey: string
      readonly from: PlanPart8 | null
      readonly to: PlanPart8
      readonly rule: PlanPart9
    })[]
    readonly moved: readonly {
      readonly from: PlanPart10
      readonly to: PlanPart10
      readonly why: string
    }[]
    readonly vpcs: readonly ({
      readonly key: string
      readonly from: string | null
      readonly name: string
      readonly blocks: readonly PlanPart8[]
    })[]
    readonly subnets: readonly ({
      readonly key: string
      readonly from: string | null
      readonly name: string
      readonly vpcKey: string
      readonly fromBlock: PlanPart8 | null
      readonly block: PlanPart8
      readonly moreBlocks?: (readonly {
        readonly from: PlanPart8
        readonly to: PlanPart8
      }[]) | undefined
      readonly zone: number
      readonly routeTableKey: string
      readonly rule: PlanPart9
    })[]
    readonly addresses: readonly ({
      readonly vmId: string
      readonly nicId: string
      readonly nicIndex: number
      readonly addressIndex: number
      readonly subnetKey: string
      readonly securityGroupKeys: readonly string[]
      readonly forwards?: boolean | undefined
      readonly from: PlanPart10 | null
      readonly to: PlanPart10 | null
      readonly rule: PlanPart9
    })[]
    readonly heldBlocks?: (readonly ({
      readonly kind: "prefix" | "reservation"
      readonly id: string
      readonly vmId: string | null
      readonly subnetKey: string
      readonly from: PlanPart8
      readonly to: PlanPart8 | null
    })[]) | undefined
    readonly routeTables: readonly ({
      readonly key: string
      readonly from: string | null
      readonly name: string
      readonly vpcKey: string
    })[]
    readonly routes: readonly ({
      readonly key: string
      readonly from: string
      readonly tableKey: string
      readonly destination: PlanPart8
      readonly hop: "local" | "internet-gateway" | "nat-gateway" | "vpn-gateway" | "transit-gateway" | "peering" | "endpoint" | "interface" | "address" | "blackhole" | "other" | "appliance"
      readonly card?: PlanPart11 | undefined
      readonly address?: PlanPart10 | undefined
      readonly peeringKey?: string | undefined
      readonly gatewayKey?: string | undefined
      readonly learned?: boolean | undefined
      readonly byPlatform?: boolean | undefined
      readonly rule: PlanPart9
    })[]
    readonly peerings?: (readonly ({
      readonly key: string
      readonly from: string
      readonly name: string
      readonly vpcKey: string
      readonly peerVpcKey: string
      readonly forwards: boolean | null
      readonly resolvesNames: boolean | null
      readonly lendsGateway: boolean | null
      readonly usesPeerGateway: boolean | null
    })[]) | undefined
    readonly securityGroups: readonly ({
      readonly key: string
      readonly from: string | null
      readonly name: string
      readonly vpcKey: string
      readonly description: string
    })[]
    readonly securityRules: readonly ({
      readonly key: string
      readonly from: string
      readonly groupKey: string
      readonly direction: "ingress" | "egress"
      readonly protocol: PlanPart12
      readonly ports: {
        readonly from: number
        readonly to: number
      } | null
      readonly peer: {
        readonly kind: "cidr"
        readonly cidr: PlanPart8
      } | {
        readonly kind: "group"
        readonly groupKey: string
      } | {
        readonly kind: "prefix-list"
        readonly listKey: string
      }
      readonly description: string
      readonly rule: PlanPart9
    })[]
    readonly prefixLists: readonly ({
      readonly key: string
      readonly from: string
      readonly name: string
      readonly managed: boolean
      readonly maxEntries: number | null
      readonly blocks: readonly PlanPart8[]
    })[]
    readonly packetFilters: readonly ({
      readonly key: string
      readonly from: string | null
      readonly name: string
      readonly vpcKey: string
      readonly subnetKeys: readonly string[]
      readonly cards: readonly PlanPart11[]
      readonly stateful: boolean
      readonly goesFirst?: boolean | undefined
      readonly entries: readonly ({
        readonly from: string
        readonly name: string
        readonly order: number
        readonly direction: "ingress" | "egress"
        readonly action: "allow" | "always-allow" | "deny"
        readonly protocol: PlanPart12
        readonly sourcePorts: readonly PlanPart13[]
        readonly ports: readonly PlanPart13[]
        readonly icmp: ({
          readonly type: number
          readonly code: number | null
        }) | null
        readonly sources: readonly PlanPart14[]
        readonly destinations: readonly PlanPart14[]
      })[]
    })[]
    readonly memberGroups: readonly ({
      readonly key: string
      readonly from: string | null
      readonly name: string
      readonly vpcKey: string
      readonly cards: readonly PlanPart11[]
    })[]
    readonly objects: readonly ({
      readonly from: string
      readonly kind: "gateway" | "remote-gateway" | "connection" | "peering" | "packet-filter" | "prefix-list" | "member-group" | "reservation" | "public-address" | "name-service" | "resolver" | "name-filter" | "dns-zone" | "endpoint" | "load-balancer" | "target-pool" | "service" | "template"
      readonly name: string
      readonly fate: "built" | "rebuild" | "agree"
      readonly changes: readonly {
        readonly field: string
        readonly before: string
        readonly after: readonly string[]
      }[]
    })[]
    readonly balancers?: (readonly ({
      readonly key: PlanPart15
      readonly from: PlanPart16
      readonly name: PlanPart17
      readonly role: "application" | "network"
      readonly internal: boolean
      readonly vpcKey: string
      readonly subnetKeys: readonly string[]
      readonly addresses: readonly {
        readonly subnetKey: string
        readonly from: PlanPart10
        readonly to: PlanPart10
      }[]
      readonly securityGroupKeys: readonly string[]
      readonly crossZone: boolean | null
      readonly listeners: readonly ({
        readonly key: string
        readonly protocol: PlanPart18
        readonly port: PlanPart19
        readonly poolKey?: string | undefined
        readonly action?: PlanPart20 | undefined
        readonly rules?: (readonly ({
          readonly key: string
          readonly from: string
          readonly order: number
          readonly conditions: readonly (({
            readonly kind: "host"
            readonly values: PlanPart22
            readonly expressions?: PlanPart23 | undefined
          }) | ({
            readonly kind: "path"
            readonly values: PlanPart22
            readonly expressions?: PlanPart23 | undefined
          }) | ({
            readonly kind: "header"
            readonly name: string
            readonly values: PlanPart22
            readonly expressions?: PlanPart23 | undefined
          }) | {
            readonly kind: "method"
            readonly values: readonly string[]
          } | ({
            readonly kind: "query"
            readonly pairs: readonly ({
              readonly key: string | null
              readonly value: string
            })[]
          }) | {
            readonly kind: "source"
            readonly blocks: readonly PlanPart8[]
          })[]
          readonly action: PlanPart20
        })[]) | undefined
        readonly targetPort?: PlanPart19 | undefined
        readonly keepsAddress?: true | undefined
      })[]
    })[]) | undefined
    readonly targetPools?: (readonly ({
      readonly key: PlanPart15
      readonly from: PlanPart16
      readonly name: PlanPart17
      readonly vpcKey: string
      readonly protocol: PlanPart18
      readonly port: PlanPart19
      readonly by: "vm" | "address"
      readonly targets: readonly ({
        readonly vmId: string
        readonly port: PlanPart19
      } | {
        readonly address: PlanPart10
        readonly vmId: string
        readonly port: PlanPart19
      })[]
      readonly healthCheck: ({
        readonly protocol: "http" | "https" | "tcp"
        readonly port: PlanPart19 | null
        readonly path: string | null
      }) | null
    })[]) | undefined
    readonly endpoints?: (readonly ({
      readonly key: PlanPart15
      readonly from: PlanPart16
      readonly name: PlanPart17
      readonly role: "gateway" | "interface"
      readonly service: string
      readonly vpcKey: string
      readonly routeTableKeys: readonly string[]
      readonly subnetKeys: readonly string[]
      readonly addresses: readonly {
        readonly subnetKey: string
        readonly from: PlanPart10
        readonly to: PlanPart10
      }[]
      readonly securityGroupKeys: readonly string[]
      readonly privateNames: boolean
    })[]) | undefined
    readonly dnsZones?: (readonly {
      readonly key: PlanPart15
      readonly from: PlanPart16
      readonly name: PlanPart17
      readonly private: boolean
      readonly vpcKeys: readonly string[]
    }[]) | undefined
    readonly gateways?: (readonly ({
      readonly key: string
      readonly from: string
      readonly name: string
      readonly role: "vpn" | "transit"
      readonly use: string | null
      readonly vpcKeys: readonly string[]
      readonly subnetKeys: readonly string[]
      readonly asn: number | null
      readonly unlisted?: boolean | undefined
      readonly learningTableKeys: readonly string[]
    })[]) | undefined
    readonly remoteGateways?: (readonly ({
      readonly key: string
      readonly from: string
      readonly name: string
      readonly publicAddress: PlanPart10
      readonly asn: number | null
      readonly blocks: readonly PlanPart8[]
    })[]) | undefined
    readonly connections?: (readonly {
      readonly key: string
      readonly from: string
      readonly name: string
      readonly gatewayKey: string
      readonly remoteKey: string
      readonly dynamic: boolean
      readonly blocks: readonly PlanPart8[]
    }[]) | undefined
    readonly tags?: (readonly {
      readonly from: string
      readonly to: string
    }[]) | undefined
    readonly dnsRecords: readonly ({
      readonly from: string
      readonly zone: string
      readonly name: string
      readonly fromName?: string | undefined
      readonly type: string
      readonly ttlSeconds: number | null
      readonly fromValues: readonly string[]
      readonly values: readonly string[]
      readonly zoneKey?: string | undefined
      readonly routing?: string | undefined
      readonly balancerKey?: string | undefined
      readonly rule: PlanPart9
    })[]
    readonly literals?: (readonly ({
      readonly place: string
      readonly vmId: string | null
      readonly line: PlanPart24
      readonly column: PlanPart25
      readonly inner: {
        readonly line: PlanPart24
        readonly column: PlanPart25
      } | null
      readonly layers: readonly ("base64" | "gzip")[]
      readonly kind: "dotted" | "padded" | "pattern" | "fragment" | "cidr" | "ipv6" | "hexadecimal" | "decimal" | "reverse-name" | "host-name"
      readonly text: string
      readonly block: PlanPart8
      readonly means: string
      readonly outcome: "replace" | "kept" | "by-hand"
      readonly becomes: string | null
      readonly reason: ("address-unknown" | "encoded" | "ipv6" | "name" | "nothing-there" | "number" | "owner-unknown" | "owner-unplanned" | "padded" | "public" | "several-blocks" | "several-owners") | null
    })[]) | undefined
  }
  readonly equivalence: {
    readonly verdict: PlanPart26
    readonly accepted: boolean
    readonly classes: readonly {
      readonly name: string
      readonly vmIds: readonly string[]
      readonly ingress: PlanPart26
      readonly egress: PlanPart26
    }[]
    readonly tables: readonly {
      readonly name: string
      readonly verdict: PlanPart26
    }[]
    readonly differences: readonly ({
      readonly name: string
      readonly place: string
      readonly direction: "ingress" | "egress" | "route"
      readonly kind: "newly-allowed" | "now-denied" | "changed"
      readonly family: 4 | 6
      readonly packet: {
        readonly protocol: number
        readonly source: PlanPart10
        readonly sourcePort: number
        readonly destination: PlanPart10
        readonly port: number
      }
      readonly image: {
        readonly source: PlanPart10
        readonly destination: PlanPart10
      }
      readonly before: PlanPart27
      readonly after: PlanPart27
      readonly conditions: readonly string[]
      readonly waiver: {
        readonly difference: string
        readonly owner: string
        readonly reason: string
        readonly until: string
      } | null
    })[]
    readonly more: boolean
    readonly missing: readonly string[]
    readonly hosts: {
      readonly proven: number
      readonly unplaced: number
    }
  }
  readonly waves: readonly {
    readonly number: number
    readonly tierId: string
    readonly vmIds: readonly string[]
    readonly startMinutes: number
    readonly endMinutes: number
  }[]
  readonly promises: readonly ({
    readonly application: string
    readonly tierId: string
    readonly vmIds: readonly string[]
    readonly promised: {
      readonly rtoMinutes: number | null
      readonly rpoMinutes: number | null
    }
    readonly achieved: {
      readonly rtoMinutes: number
      readonly rpoMinutes: number
    } | null
    readonly verdict: "broken" | "undecided" | "kept" | "none"
    readonly because: string
  })[]
  readonly dependencies: readonly {
    readonly from: string
    readonly to: string
    readonly evidence: readonly PlanPart28[]
    readonly services: readonly string[]
    readonly moreServices: number
    readonly pairs: number
    readonly ordered: boolean
  }[]
  readonly applications?: (readonly ({
    readonly name: string
    readonly tierId: string
    readonly vmIds: readonly string[]
    readonly cells: {
      readonly primary: {
        readonly site: string
        readonly region: string | null
        readonly zones: readonly string[]
      }
      readonly recovery: {
        readonly platform: PlanPart0
        readonly region: string
        readonly zones: readonly number[]
      }
    }
    readonly states: {
      readonly primary: readonly PlanPart29[]
      readonly recovery: readonly PlanPart29[]
    }
    readonly protectionGroups: readonly {
      readonly name: string
      readonly vmIds: readonly string[]
    }[]
    readonly workflow: {
      readonly failover: readonly PlanPart30[]
      readonly failback: readonly PlanPart30[]
    }
  })[]) | undefined
  readonly arbitration?: (readonly ({
    readonly strategies: readonly PlanPart1[]
    readonly applications: readonly string[]
    readonly states: number
    readonly counterexample: (readonly string[]) | null
  })[]) | undefined
  readonly shortCapacity?: ({
    readonly needed: PlanPart31
    readonly levels: readonly {
      readonly share: number
      readonly starts: readonly string[]
      readonly shrinks: readonly string[]
      readonly waits: readonly string[]
    }[]
    readonly preemption?: ({
      readonly free: PlanPart31 | null
      readonly steps: readonly ({
        readonly name: string
        readonly how: string
        readonly undo: string
        readonly free: PlanPart31 | null
        readonly enough: boolean | null
      })[]
    }) | undefined
  }) | undefined
  readonly moves?: (readonly ({
    readonly kind: "vm" | "vpc" | "subnet" | "route-table" | "security-group" | "packet-filter" | "member-group" | "prefix-list" | "endpoint" | "gateway" | "remote-gateway" | "connection"
    readonly from: string
    readonly to: string
  })[]) | undefined
  readonly findings: readonly ({
    readonly code: "catalogue.price-refused" | "catalogue.price-unused" | "catalogue.quota-unmatched" | "catalogue.row-left-out" | "catalogue.row-vanished" | "check.address-changed" | "check.catalogue-old" | "check.component-changed" | "check.connection-lost" | "check.connection-opened" | "check.connection-other" | "check.dependency-changed" | "check.dependency-unordered" | "check.disks-changed" | "check.drill-missed" | "check.drill-missing" | "check.drill-old" | "check.drill-other-plan" | "check.history-newer" | "check.input-changed" | "check.inventory-old" | "check.network-changed" | "check.network-rewritten" | "check.network-unproven" | "check.objective-missed" | "check.output-changed" | "check.output-missing" | "check.permission-missing" | "check.permission-unknown" | "check.promise-broken" | "check.promise-weaker" | "check.quota-old" | "check.target-changed" | "check.tier-changed" | "check.version-changed" | "check.version-provider" | "check.version-terraform" | "check.version-unlocked" | "check.vm-changed" | "check.vm-gone" | "check.vm-left-out" | "check.vm-outgrown" | "check.vm-renamed" | "check.vm-unprotected" | "check.waiver-ended" | "check.waiver-unused" | "forecast.accelerator-unmeasured" | "forecast.demand-bounded" | "forecast.history-gaps" | "forecast.history-missing" | "forecast.history-short" | "forecast.level-shift" | "forecast.saturated" | "map.accelerator-degraded" | "map.apart-at-primary" | "map.apart-impossible" | "map.compatibility-noted" | "map.compatibility-waived" | "map.compatibility-waiver-unused" | "map.compatibility-warned" | "map.disk-not-replicable" | "map.disk-unmapped" | "map.disks-unknown" | "map.incompatible" | "map.licence-not-priced" | "map.limit-exceeded" | "map.limit-unstated" | "map.limit-unused" | "map.limits-conflict" | "map.limits-undecided" | "map.objective-missed" | "map.pool-impossible" | "map.pool-placement-unknown" | "map.pool-short" | "map.price-stale" | "map.quota-unknown" | "map.quota-unstated" | "map.quotas-old" | "map.recovery-in-lots" | "map.recovery-in-parts" | "map.stopped-early" | "map.targets-together" | "map.targets-too-few" | "map.transfer-not-priced" | "map.vm-unmapped" | "network.activation-path" | "network.address-collision" | "network.address-literal" | "network.address-moved" | "network.address-outside" | "network.appliance-idle" | "network.appliance-loop" | "network.block-compacted" | "network.block-discouraged" | "network.block-kept" | "network.block-refused" | "network.certificate-needed" | "network.cidr-overlap" | "network.difference-waived" | "network.dns-ttl" | "network.drill-overlap" | "network.filter-reworded" | "network.flow-lost" | "network.flow-opened" | "network.flow-unproven" | "network.gateway-by-hand" | "network.gateway-refused" | "network.host-refused" | "network.ipv6-untranslated" | "network.limit" | "network.list-unclear" | "network.literal-residual" | "network.membership-frozen" | "network.not-built" | "network.range-mentioned" | "network.record-unclear" | "network.route-different" | "network.route-untranslated" | "network.rule-untranslated" | "network.rule-unused" | "network.rule-widened" | "network.rules-unknown" | "network.scan-incomplete" | "network.scan-skipped" | "network.special-subnet" | "network.subnet-unknown" | "network.tag-moved" | "network.waiver-unused" | "plan.application-proposed" | "plan.backup-too-rare" | "plan.dependency-cycle" | "plan.dependency-mutual" | "plan.dependency-order" | "plan.dependency-tier" | "plan.dependency-unknown" | "plan.dependency-unplanned" | "plan.dependency-unstated" | "plan.depends-on-failed" | "plan.depends-on-part" | "plan.failback-partial" | "plan.need-unknown" | "plan.need-unsaid" | "plan.not-apart" | "plan.objective-missed" | "plan.preemption-short" | "plan.region-switch-names" | "plan.region-switch-unused" | "plan.terraform-partial" | "plan.terraform-unavailable" | "plan.tier-proposed" | "plan.tier-unknown" | "plan.tier-waived" | "plan.tier-waiver-unused" | "plan.two-sites-serve" | "plan.vm-excluded" | "plan.vm-unplaced" | "replication.churn-gaps" | "replication.churn-unknown" | "replication.compression-unknown" | "replication.link-unknown" | "replication.no-consistent-point" | "replication.objective-missed" | "replication.seeding-never" | "replication.size-unknown" | "simulation.failback-unknown" | "simulation.link-home-short" | "simulation.placement-unknown" | "simulation.setting-unmatched" | "simulation.site-other" | "simulation.time-unknown" | "site.accelerator-missing" | "site.address-ambiguous" | "site.address-unknown" | "site.capture-time-unknown" | "site.cluster-no-reserve" | "site.cluster-reserve" | "site.column-missing" | "site.column-unknown" | "site.conflict" | "site.dependencies-grouped" | "site.dependency-hidden" | "site.dependency-outside" | "site.disk-independent" | "site.disks-missing" | "site.dump-incomplete" | "site.duplicate-vm" | "site.file-unread" | "site.filled-from-catalogue" | "site.guessed" | "site.interface-missing" | "site.inventory-missing" | "site.limit-near" | "site.limit-reached" | "site.merged" | "site.not-a-vm" | "site.not-planned" | "site.possible-twin" | "site.reference-missing" | "site.row-unreadable" | "site.rule-too-wide" | "site.secret-in-file" | "site.secret-in-user-data" | "site.size-missing" | "site.traffic-ignored" | "site.value-invalid" | "site.value-missing" | "site.value-unused" | "site.vm-not-workload" | "site.vm-powered-off" | "source.metric-missing" | "source.partial" | "standing.differs" | "standing.drill-left" | "standing.missing" | "standing.nothing-applied" | "standing.recovered" | "standing.unplanned" | "standing.unread" | "store.above-allocation" | "store.allocation-unknown" | "store.answer-noted" | "store.answer-partial" | "store.duplicate-sample" | "store.file-skipped" | "store.part-lost" | "store.series-doubled" | "store.series-unmatched" | "store.time-skipped" | "store.time-zone-missing" | "store.unit-unknown" | "store.value-dropped"
    readonly severity: "error" | "warning" | "info"
    readonly subject: string
    readonly message: string
    readonly suggestion: string | null
    readonly affected: readonly string[]
    readonly place: string | null
    readonly about?: (readonly ("application" | "block" | "disks" | "firmware" | "host" | "interfaces" | "memory" | "os" | "power" | "routes" | "used-space" | "vcpus")[]) | undefined
  })[]
}

type PlanPart0 = "aws" | "azure"

type PlanPart1 = "active-active" | "hot-standby" | "warm-standby" | "pilot-light" | "backup-restore"

type PlanPart2 = string

type PlanPart3 = {
  readonly required: number
  readonly expected: number | null
  readonly interval: {
    readonly lower: number
    readonly upper: number
  } | null
  readonly growth: number | null
  readonly allocated: number | null
  readonly peak: number | null
  readonly basis: "forecast" | "allocation"
  readonly headroom: number
  readonly model: ("croston" | "damped-trend" | "day-difference-autoregression" | "day-profile" | "double-seasonal" | "hour-median" | "level-autoregression" | "log-autoregression" | "median-day" | "median-four-days" | "median-half-day" | "median-week" | "repeat-day" | "repeat-week" | "shape-four-days" | "shape-four-weeks" | "shape-three-weeks" | "similar-days" | "similar-windows" | "smoothed-level" | "theta" | "week-profile-median" | "week-profile-weighted" | "weighted-seasons") | null
}

type PlanPart4 = {
  readonly componentId: string
  readonly strategy: PlanPart1
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
  readonly why: string
}

type PlanPart5 = {
  readonly componentId: string
  readonly zone?: number | undefined
  readonly recoveredPerHour: number
  readonly why: string
  readonly degraded?: string | undefined
}

type PlanPart6 = number

type PlanPart7 = number

type PlanPart8 = string

type PlanPart9 = "explicit" | "offset" | "compacted" | "packed" | "allocated" | "kept"

type PlanPart10 = string

type PlanPart11 = {
  readonly vmId: string
  readonly nicIndex: number
}

type PlanPart12 = ("any" | "tcp" | "udp" | "icmp" | "icmpv6") | number

type PlanPart13 = {
  readonly from: number
  readonly to: number
}

type PlanPart14 = {
  readonly kind: "cidr"
  readonly cidr: PlanPart8
} | {
  readonly kind: "group"
  readonly group: string
} | {
  readonly kind: "prefix-list"
  readonly list: string
} | {
  readonly kind: "tag"
  readonly tag: string
}

type PlanPart15 = string

type PlanPart16 = string

type PlanPart17 = string

type PlanPart18 = "http" | "https" | "tcp" | "tls" | "udp" | "tcp-udp"

type PlanPart19 = number

type PlanPart20 = ({
  readonly kind: "forward"
  readonly pools: readonly PlanPart21[]
  readonly stickySeconds: number | null
}) | ({
  readonly kind: "redirect"
  readonly protocol: ("http" | "https") | null
  readonly port: number | null
  readonly host: string | null
  readonly path: string | null
  readonly query: string | null
  readonly status: 301 | 302
}) | ({
  readonly kind: "answer"
  readonly status: number
  readonly contentType: string | null
  readonly body: string | null
}) | {
  readonly kind: "refuse"
}

type PlanPart21 = {
  readonly poolKey: string
  readonly weight: number
}

type PlanPart22 = readonly string[]

type PlanPart23 = readonly string[]

type PlanPart24 = number

type PlanPart25 = number

type PlanPart26 = "structural" | "equal" | "undetermined" | "different"

type PlanPart27 = {
  readonly outcome: string
  readonly by: string
}

type PlanPart28 = "stated" | "flow" | "load-balancer" | "security-rule"

type PlanPart29 = "active" | "standby" | "draining" | "fenced" | "failed"

type PlanPart30 = {
  readonly id: string
  readonly cell?: ("primary" | "recovery") | undefined
  readonly to?: PlanPart29 | undefined
  readonly automatic?: true | undefined
  readonly approval?: true | undefined
  readonly after: readonly string[]
  readonly waitsFor?: (readonly string[]) | undefined
}

type PlanPart31 = {
  readonly vcpus: PlanPart32
  readonly memoryGiB: PlanPart32
}

type PlanPart32 = number

/** drplan.yaml, with what has a default left out or not. */
export type Config = {
  readonly schema: "drplan/config@1"
  readonly site: {
    readonly id: string
    readonly region?: (string | null) | undefined
    readonly capturedAt?: (string | null) | undefined
  }
  readonly sources: readonly ConfigPart0[]
  readonly retention?: ({
    readonly rawDays?: ConfigPart22 | undefined
    readonly hourlyDays?: ConfigPart23 | undefined
  }) | undefined
  readonly target: {
    readonly platform: ConfigPart24
    readonly region: string
    readonly prices?: string | undefined
  }
  readonly tiers?: (readonly ConfigPart25[]) | undefined
  readonly assign?: (readonly ({
    readonly match: ConfigPart27
    readonly tier?: string | undefined
    readonly application?: string | undefined
    readonly dependsOn?: (readonly string[]) | undefined
  })[]) | undefined
  readonly defaultTier?: string | undefined
  readonly tiering?: ({
    readonly propose?: ("off" | "suggest" | "apply") | undefined
    readonly waivers?: (readonly {
      readonly vm: ConfigPart32
      readonly owner: ConfigPart33
      readonly until: ConfigPart34
      readonly reason: ConfigPart35
    }[]) | undefined
  }) | undefined
  readonly exclude?: (readonly {
    readonly match: ConfigPart27
    readonly reason: string
  }[]) | undefined
  readonly demand?: ({
    readonly quantile?: number | undefined
    readonly horizonDays?: number | undefined
    readonly cpuHeadroom?: ConfigPart36 | undefined
    readonly memoryHeadroom?: ConfigPart36 | undefined
    readonly selection?: ("combine" | "best" | "shares" | "croston" | "damped-trend" | "day-difference-autoregression" | "day-profile" | "double-seasonal" | "hour-median" | "level-autoregression" | "log-autoregression" | "median-day" | "median-four-days" | "median-half-day" | "median-week" | "repeat-day" | "repeat-week" | "shape-four-days" | "shape-four-weeks" | "shape-three-weeks" | "similar-days" | "similar-windows" | "smoothed-level" | "theta" | "week-profile-median" | "week-profile-weighted" | "weighted-seasons") | undefined
    readonly allocationBound?: number | undefined
  }) | undefined
  readonly mapping?: ({
    readonly objective?: ConfigPart37 | undefined
    readonly budgetPerMonth?: ConfigPart38 | undefined
    readonly recoveredHoursPerMonth?: ConfigPart39 | undefined
    readonly hoursPerMonth?: ConfigPart40 | undefined
    readonly quotas?: ConfigPart41 | undefined
    readonly limits?: ConfigPart42 | undefined
    readonly keepApart?: ConfigPart44 | undefined
    readonly reserve?: ConfigPart45 | undefined
    readonly commitments?: ConfigPart46 | undefined
    readonly pools?: ConfigPart48 | undefined
    readonly targetsPerVm?: ConfigPart50 | undefined
    readonly gap?: ConfigPart51 | undefined
    readonly seconds?: ConfigPart52 | undefined
    readonly keep?: ConfigPart53 | undefined
    readonly cpuUnits?: ConfigPart54 | undefined
    readonly sourceCoreMarkPerVcpu?: ConfigPart55 | undefined
    readonly burstableTiers?: ConfigPart56 | undefined
    readonly previousGenerations?: ConfigPart57 | undefined
    readonly windowsLicence?: ConfigPart58 | undefined
    readonly priceAgeDays?: ConfigPart59 | undefined
    readonly today?: ConfigPart60 | undefined
    readonly protectPoweredOff?: ConfigPart61 | undefined
    readonly waivers?: ConfigPart62 | undefined
    readonly accelerators?: ConfigPart63 | undefined
  }) | undefined
  readonly recovery?: ({
    readonly detectMinutes?: ConfigPart64 | undefined
    readonly declareMinutes?: ConfigPart64 | undefined
    readonly warmScaleMinutes?: ConfigPart64 | undefined
    readonly pilotLaunchMinutes?: ConfigPart64 | undefined
    readonly backupLaunchMinutes?: ConfigPart64 | undefined
    readonly launchConversionMinutes?: ConfigPart64 | undefined
    readonly importConversionMinutes?: ConfigPart64 | undefined
    readonly restoreMiBps?: number | undefined
    readonly bootMinutes?: ConfigPart64 | undefined
    readonly applicationStartMinutes?: ConfigPart64 | undefined
    readonly verifyMinutes?: ConfigPart64 | undefined
    readonly redirectMinutes?: ConfigPart64 | undefined
    readonly replicationLagMinutes?: ConfigPart64 | undefined
    readonly backupIntervals?: (readonly ConfigPart65[]) | undefined
    readonly backupCopyMinutes?: ConfigPart64 | undefined
  }) | undefined
  readonly network?: ({
    readonly blocks?: (readonly ConfigPart66[]) | undefined
    readonly hosts?: (readonly ({
      readonly from: ConfigPart68
      readonly to: ConfigPart68
      readonly vpc?: ConfigPart67 | undefined
    })[]) | undefined
    readonly ipv6?: {
      readonly blocks: readonly ConfigPart66[]
    } | undefined
    readonly pool?: (readonly ConfigPart7[]) | undefined
    readonly avoid?: (readonly ConfigPart7[]) | undefined
    readonly existing?: (readonly {
      readonly name: string
      readonly block: ConfigPart7
    }[]) | undefined
    readonly gateways?: (readonly ConfigPart69[]) | undefined
    readonly drill?: {
      readonly pool: readonly ConfigPart7[]
    } | undefined
    readonly vcenters?: ({
      readonly primary?: string | undefined
      readonly recovery?: string | undefined
    }) | undefined
    readonly waivers?: (readonly {
      readonly difference: string
      readonly owner: string
      readonly reason: string
      readonly until: string
    }[]) | undefined
    readonly scan?: (readonly {
      readonly path: string
    }[]) | undefined
    readonly widen?: boolean | undefined
    readonly tagRegions?: ("rewrite" | "keep") | undefined
  }) | undefined
  readonly dependencies?: ({
    readonly order?: (readonly ConfigPart73[]) | undefined
  }) | undefined
  readonly terraform?: ({
    readonly backend?: ConfigPart74 | undefined
    readonly previous?: ConfigPart75 | undefined
    readonly imports?: ConfigPart76 | undefined
    readonly regionSwitch?: ConfigPart77 | undefined
  }) | undefined
  readonly runbook?: ({
    readonly approval?: ({
      readonly required?: ConfigPart80 | undefined
      readonly of?: ConfigPart81 | undefined
      readonly timeoutMinutes?: ConfigPart83 | undefined
    }) | undefined
    readonly witness?: (string | null) | undefined
    readonly selfFencing?: boolean | undefined
    readonly needs?: (readonly ConfigPart84[]) | undefined
    readonly freeCapacity?: (ConfigPart86 | null) | undefined
    readonly preempt?: (readonly ConfigPart88[]) | undefined
    readonly hooks?: (readonly ConfigPart89[]) | undefined
    readonly exports?: ("auto" | (readonly ("arc" | "asr" | "srm" | "ssm")[])) | undefined
  }) | undefined
  readonly replication?: ({
    readonly linkMiBps?: (number | null) | undefined
    readonly reservedShare?: number | undefined
    readonly schedule?: (readonly {
      readonly fromHour: ConfigPart92
      readonly toHour: ConfigPart93
      readonly share: ConfigPart94
    }[]) | undefined
    readonly compression?: ({
      readonly ratio?: (ConfigPart95 | null) | undefined
      readonly classes?: (readonly {
        readonly match: ConfigPart27
        readonly ratio: ConfigPart95
      }[]) | undefined
    }) | undefined
    readonly seeding?: ({
      readonly linkShare?: number | undefined
      readonly parallel?: (number | null) | undefined
      readonly vmMiBps?: (number | null) | undefined
    }) | undefined
    readonly logShipping?: ({
      readonly intervals?: (readonly number[]) | undefined
      readonly replayMiBps?: (number | null) | undefined
      readonly classes?: (readonly {
        readonly match: ConfigPart27
        readonly replayMiBps: number
      }[]) | undefined
    }) | undefined
    readonly cadence?: ({
      readonly snapshotIntervals?: ((readonly ConfigPart96[]) | null) | undefined
      readonly takenEvery?: (readonly ConfigPart97[]) | undefined
      readonly missedSnapshots?: number | undefined
      readonly keptDays?: number | undefined
      readonly copyMiBps?: (number | null) | undefined
      readonly prices?: (({
        readonly perGiBMonth: ConfigPart98
        readonly perSnapshot?: ConfigPart98 | undefined
        readonly perSyntheticSnapshot?: ConfigPart98 | undefined
        readonly perLog?: ConfigPart98 | undefined
      }) | null) | undefined
    }) | undefined
    readonly line?: ({
      readonly applicationConsistent?: (readonly ConfigPart27[]) | undefined
      readonly together?: (readonly ConfigPart27[]) | undefined
      readonly allowedSkew?: (readonly ({
        readonly from: ConfigPart27
        readonly to: ConfigPart27
        readonly seconds: number | null
      })[]) | undefined
    }) | undefined
  }) | undefined
  readonly simulation?: ({
    readonly runs?: number | undefined
    readonly seed?: number | undefined
    readonly dispatch?: ("as-ready" | "timetable") | undefined
    readonly spread?: ConfigPart99 | undefined
    readonly spreads?: Readonly<Record<string, ConfigPart99>> | undefined
    readonly recorded?: (readonly ({
      readonly term: string
      readonly vmId?: (string | null) | undefined
      readonly minutes: readonly ConfigPart103[]
    })[]) | undefined
    readonly operators?: (({
      readonly people: number
      readonly terms?: (readonly ConfigPart104[]) | undefined
    }) | null) | undefined
    readonly jobs?: Readonly<Record<string, {
      readonly jobs: number
      readonly serversPerJob: number
      readonly serversInJobs: number
      readonly strategies: readonly ConfigPart26[]
      readonly source: string
    }>> | undefined
    readonly restoreMiBps?: (number | null) | undefined
    readonly calls?: (({
      readonly perMinute: ConfigPart105
      readonly burst: ConfigPart106
      readonly terms?: ConfigPart107 | undefined
    }) | null) | undefined
    readonly retry?: ({
      readonly chance?: number | undefined
      readonly most?: number | undefined
      readonly delayMinutes?: number | undefined
      readonly terms?: (readonly string[]) | undefined
    }) | undefined
    readonly protectionGroups?: (readonly ({
      readonly name: string
      readonly vmIds: readonly ConfigPart108[]
      readonly promisedMinutes?: (number | null) | undefined
    })[]) | undefined
    readonly verdict?: ({
      readonly kept?: ConfigPart109 | undefined
      readonly atRisk?: ConfigPart110 | undefined
    }) | undefined
    readonly scenarios?: ({
      readonly zone?: (string | null) | undefined
      readonly cleanPointAgeHours?: number | undefined
      readonly scanMinutes?: number | undefined
      readonly linkDownMinutes?: number | undefined
      readonly callsDivisor?: number | undefined
      readonly retryChance?: number | undefined
    }) | undefined
    readonly failback?: ({
      readonly linkHomeMiBps?: (number | null) | undefined
      readonly disksAtHome?: ("kept" | "lost") | undefined
      readonly awayHours?: number | undefined
      readonly closeMinutes?: number | undefined
      readonly fenceMinutes?: number | undefined
    }) | undefined
  }) | undefined
  readonly check?: ({
    readonly recovery?: (({
      readonly kind: ConfigPart11
      readonly accounts?: ConfigPart13 | undefined
      readonly profile?: ConfigPart14 | undefined
      readonly endpoint?: ConfigPart15 | undefined
    }) | ({
      readonly kind: ConfigPart17
      readonly subscriptions: ConfigPart18
      readonly tenant?: ConfigPart20 | undefined
      readonly endpoint?: ConfigPart21 | undefined
    })) | undefined
    readonly permissions?: ({
      readonly principal?: string | undefined
      readonly policyFile?: string | undefined
    }) | undefined
    readonly severities?: (Readonly<Record<string, "error" | "warning" | "info">>) | undefined
    readonly waivers?: (readonly ({
      readonly rule: string
      readonly subject?: string | undefined
      readonly owner: string
      readonly reason: string
      readonly until: string
    })[]) | undefined
    readonly policies?: (readonly string[]) | undefined
    readonly withoutPolicies?: (readonly string[]) | undefined
    readonly drillAgeDays?: (Readonly<Record<string, ConfigPart111 | null>>) | undefined
    readonly drills?: (readonly string[]) | undefined
    readonly catalogueAgeDays?: ConfigPart111 | undefined
    readonly quotaAgeDays?: ConfigPart111 | undefined
    readonly inventoryAgeDays?: ConfigPart111 | undefined
  }) | undefined
}

type ConfigPart0 = ({
  readonly kind: ConfigPart1
  readonly path: ConfigPart2
  readonly mapping?: ConfigPart3 | undefined
  readonly metric?: ConfigPart4 | undefined
  readonly timeZone?: ConfigPart5 | undefined
  readonly subnets?: ConfigPart6 | undefined
  readonly applicationFrom?: ConfigPart8 | undefined
  readonly statistic?: ConfigPart10 | undefined
}) | ({
  readonly kind: ConfigPart11
  readonly regions: readonly ConfigPart12[]
  readonly accounts?: ConfigPart13 | undefined
  readonly profile?: ConfigPart14 | undefined
  readonly endpoint?: ConfigPart15 | undefined
  readonly historyDays?: ConfigPart16 | undefined
  readonly userData?: boolean | undefined
  readonly policies?: boolean | undefined
}) | ({
  readonly kind: ConfigPart17
  readonly subscriptions: ConfigPart18
  readonly regions?: (readonly string[]) | undefined
  readonly resourceGroups?: (readonly string[]) | undefined
  readonly tenant?: ConfigPart20 | undefined
  readonly endpoint?: ConfigPart21 | undefined
  readonly metricsEndpoint?: string | undefined
  readonly historyDays?: number | undefined
}) | ({
  readonly kind: "prometheus"
  readonly url: string
  readonly presets?: (readonly ("node_exporter" | "windows_exporter" | "vmware_exporter" | "dcgm-exporter")[]) | undefined
  readonly queries?: (readonly ({
    readonly metric: string
    readonly unit?: string | undefined
    readonly query: string
  })[]) | undefined
  readonly identity?: (readonly string[]) | undefined
  readonly historyDays?: ConfigPart16 | undefined
  readonly stepSeconds?: number | undefined
  readonly bearerTokenVariable?: string | undefined
  readonly basicAuthVariables?: {
    readonly user: string
    readonly password: string
  } | undefined
})

type ConfigPart1 = "aws-describe" | "aws-discovery" | "azure-cli" | "azure-migrate" | "connections" | "dependencies" | "flow-logs" | "google-migration-center" | "inventory" | "libvirt" | "metrics-csv" | "openstack" | "rvtools" | "sadf" | "terraform-state" | "vsphere-json"

type ConfigPart2 = string

type ConfigPart3 = string

type ConfigPart4 = string

type ConfigPart5 = string

type ConfigPart6 = readonly {
  readonly name: string
  readonly block: ConfigPart7
}[]

type ConfigPart7 = string

type ConfigPart8 = readonly ConfigPart9[]

type ConfigPart9 = string

type ConfigPart10 = "Average" | "Sum" | "usual"

type ConfigPart11 = "aws"

type ConfigPart12 = string

type ConfigPart13 = readonly {
  readonly name: string
  readonly roles: readonly string[]
}[]

type ConfigPart14 = string

type ConfigPart15 = string

type ConfigPart16 = number

type ConfigPart17 = "azure"

type ConfigPart18 = readonly ConfigPart19[]

type ConfigPart19 = string

type ConfigPart20 = string

type ConfigPart21 = string

type ConfigPart22 = number | null

type ConfigPart23 = number | null

type ConfigPart24 = "aws" | "azure"

type ConfigPart25 = {
  readonly id: string
  readonly name: string
  readonly rtoMinutes: number | null
  readonly rpoMinutes: number | null
  readonly priority: number
  readonly strategies: readonly ConfigPart26[]
}

type ConfigPart26 = "active-active" | "hot-standby" | "warm-standby" | "pilot-light" | "backup-restore"

type ConfigPart27 = {
  readonly name?: ConfigPart28 | undefined
  readonly application?: ConfigPart29 | undefined
  readonly tag?: ConfigPart30 | undefined
  readonly subnet?: ConfigPart31 | undefined
}

type ConfigPart28 = string

type ConfigPart29 = string

type ConfigPart30 = string

type ConfigPart31 = string

type ConfigPart32 = string

type ConfigPart33 = string

type ConfigPart34 = string

type ConfigPart35 = string

type ConfigPart36 = number

type ConfigPart37 = "least-cost" | "most-protection"

type ConfigPart38 = number | null

type ConfigPart39 = number

type ConfigPart40 = 730 | 744

type ConfigPart41 = Readonly<Record<string, number>>

type ConfigPart42 = readonly ({
  readonly name: string
  readonly of: "vcpus" | "memory-gib" | "vms" | "accelerators" | "volume-tib" | "volumes" | "replicated-vms" | "network-interfaces" | "public-addresses"
  readonly most: number
  readonly components?: (readonly ConfigPart43[]) | undefined
  readonly match?: ConfigPart27 | undefined
  readonly source?: string | undefined
})[]

type ConfigPart43 = string

type ConfigPart44 = readonly ({
  readonly match: ConfigPart27
  readonly by?: ("zone" | "host") | undefined
})[]

type ConfigPart45 = {
  readonly tiers?: (readonly string[]) | undefined
  readonly match?: (readonly ConfigPart27[]) | undefined
}

type ConfigPart46 = readonly ({
  readonly name: string
  readonly percent: number
  readonly match?: {
    readonly components: readonly ConfigPart47[]
  } | undefined
  readonly source?: string | undefined
})[]

type ConfigPart47 = string

type ConfigPart48 = readonly ConfigPart49[]

type ConfigPart49 = {
  readonly name: string
  readonly slots?: ("auto" | number) | undefined
  readonly failures?: number | undefined
  readonly match: ConfigPart27
}

type ConfigPart50 = number

type ConfigPart51 = number | null

type ConfigPart52 = number

type ConfigPart53 = ({
  readonly plan: string
  readonly worthPerMonth?: number | undefined
}) | null

type ConfigPart54 = "coremark" | "vcpu"

type ConfigPart55 = number | null

type ConfigPart56 = readonly string[]

type ConfigPart57 = boolean

type ConfigPart58 = "included" | "own"

type ConfigPart59 = number

type ConfigPart60 = string | null

type ConfigPart61 = boolean

type ConfigPart62 = readonly ({
  readonly vm: ConfigPart32
  readonly owner: ConfigPart33
  readonly until: ConfigPart34
  readonly reason: ConfigPart35
  readonly rule: "accelerator-state" | "boot-disk-too-large" | "cpu-hot-add" | "disk-too-large" | "fault-tolerance" | "latency-sensitivity" | "memory-reservation" | "nested-virtualisation" | "numa-pinning" | "os-32-bit" | "os-end-of-life" | "os-unknown" | "os-unsupported" | "pci-passthrough" | "raw-disk" | "secure-boot" | "shared-disk" | "sr-iov" | "usb-device" | "vgpu" | "vtpm"
})[]

type ConfigPart63 = readonly ({
  readonly match: ConfigPart27
  readonly kind?: ("gpu" | "fpga" | "inference" | "media") | undefined
  readonly count?: number | undefined
  readonly memoryGiB?: number | undefined
  readonly capability?: ("compute" | "graphics") | undefined
  readonly vendor?: ("nvidia" | "amd" | "any") | undefined
  readonly sharing?: ("whole" | "fraction" | "mig") | undefined
  readonly interconnect?: ("nvlink" | "none") | undefined
  readonly driver?: string | undefined
  readonly degraded?: {
    readonly memoryGiB: number
    readonly reason: string
  } | undefined
})[]

type ConfigPart64 = number

type ConfigPart65 = number

type ConfigPart66 = {
  readonly from: ConfigPart7
  readonly to: ConfigPart7
  readonly vpc?: ConfigPart67 | undefined
}

type ConfigPart67 = string

type ConfigPart68 = string

type ConfigPart69 = {
  readonly from: ConfigPart70
  readonly use?: ConfigPart71 | undefined
  readonly build?: ConfigPart72 | undefined
}

type ConfigPart70 = string

type ConfigPart71 = string

type ConfigPart72 = true

type ConfigPart73 = "stated" | "flow" | "load-balancer"

type ConfigPart74 = ({
  readonly type: "azurerm" | "gcs" | "local" | "s3"
  readonly prefix?: string | undefined
  readonly settings?: (Readonly<Record<string, string | number | boolean>>) | undefined
}) | null

type ConfigPart75 = string | null

type ConfigPart76 = readonly ({
  readonly root: "foundation" | "recovery" | "failback"
  readonly to: string
  readonly id: string
})[]

type ConfigPart77 = {
  readonly approvalRole: ConfigPart78
  readonly executionRole?: (ConfigPart78 | null) | undefined
  readonly functions: {
    readonly primary: ConfigPart79
    readonly recovery: ConfigPart79
  }
  readonly hostedZones?: Readonly<Record<string, string>> | undefined
}

type ConfigPart78 = string

type ConfigPart79 = string

type ConfigPart80 = number

type ConfigPart81 = readonly ConfigPart82[]

type ConfigPart82 = string

type ConfigPart83 = number

type ConfigPart84 = {
  readonly name: string
  readonly kind: "identity" | "dns-zone" | "state" | "key" | "secret" | "registry" | "licence" | "network" | "control-plane" | "other"
  readonly standsIn: readonly ConfigPart85[]
  readonly stages?: (readonly ("decide" | "reserve" | "fence" | "standing" | "recover" | "redirect" | "verify" | "clean-up" | "afterwards")[]) | undefined
  readonly needs?: (readonly string[]) | undefined
}

type ConfigPart85 = string

type ConfigPart86 = {
  readonly vcpus: ConfigPart87
  readonly memoryGiB: ConfigPart87
}

type ConfigPart87 = number

type ConfigPart88 = {
  readonly name: string
  readonly frees: ConfigPart86
  readonly how: string
  readonly undo: string
}

type ConfigPart89 = {
  readonly name: string
  readonly phases?: (readonly ConfigPart90[]) | undefined
  readonly application?: string | undefined
  readonly when: "before" | "after"
  readonly who?: ConfigPart82 | undefined
  readonly instruction: string
  readonly run?: (readonly ConfigPart91[]) | undefined
  readonly expected?: string | undefined
  readonly timeoutMinutes?: number | undefined
  readonly tries?: number | undefined
  readonly onFailure?: ("stop" | "go-on") | undefined
}

type ConfigPart90 = "prepare" | "failover" | "drill" | "failback"

type ConfigPart91 = string

type ConfigPart92 = number

type ConfigPart93 = number

type ConfigPart94 = number

type ConfigPart95 = number

type ConfigPart96 = number

type ConfigPart97 = number

type ConfigPart98 = number

type ConfigPart99 = {
  readonly low?: ConfigPart100 | undefined
  readonly mode?: ConfigPart101 | undefined
  readonly high?: ConfigPart102 | undefined
}

type ConfigPart100 = number

type ConfigPart101 = number

type ConfigPart102 = number

type ConfigPart103 = number

type ConfigPart104 = string

type ConfigPart105 = number

type ConfigPart106 = number

type ConfigPart107 = Readonly<Record<string, number>>

type ConfigPart108 = string

type ConfigPart109 = number

type ConfigPart110 = number

type ConfigPart111 = number

/** What changes between two plans. */
export type PlanDiff = {
  readonly schema: "drplan/diff@1"
  readonly plans: {
    readonly beforeSha256: string
    readonly afterSha256: string
  }
  readonly before: PlanDiffPart0
  readonly after: PlanDiffPart0
  readonly same: boolean
  readonly consequences: readonly ({
    readonly direction: "worse" | "better" | "neutral"
    readonly code: "vm-unprotected" | "finding-error" | "promise-broken" | "promise-undecided" | "flow-opened" | "flow-closed" | "flow-rerouted" | "flow-undetermined" | "equivalence" | "promised" | "probability" | "rto" | "rpo" | "cost-standby" | "cost-recovered" | "finding-warning" | "promise-mended" | "vm-protected" | "site" | "vm-removed" | "vm-added" | "vm-renamed" | "vm-changed" | "addresses" | "network" | "waves" | "finding-info"
    readonly subject: string
    readonly text: string
    readonly vmIds: readonly string[]
    readonly keys: readonly string[]
  })[]
  readonly site: readonly PlanDiffPart1[]
  readonly vms: {
    readonly added: readonly {
      readonly vmId: PlanDiffPart3
      readonly name: PlanDiffPart4
      readonly application: PlanDiffPart5
    }[]
    readonly removed: readonly ({
      readonly vmId: PlanDiffPart3
      readonly name: PlanDiffPart4
      readonly application: PlanDiffPart5
      readonly why: string | null
    })[]
    readonly renamed: readonly {
      readonly vmId: PlanDiffPart3
      readonly name: PlanDiffPart4
      readonly application: PlanDiffPart5
      readonly vmIdBefore: string
      readonly nameBefore: string
    }[]
    readonly changed: readonly {
      readonly vmId: PlanDiffPart3
      readonly name: PlanDiffPart4
      readonly application: PlanDiffPart5
      readonly changes: readonly PlanDiffPart1[]
    }[]
  }
  readonly network: readonly {
    readonly kind: string
    readonly added: readonly PlanDiffPart6[]
    readonly removed: readonly PlanDiffPart6[]
    readonly changed: readonly {
      readonly key: PlanDiffPart7
      readonly name: PlanDiffPart8
      readonly vmIds: PlanDiffPart9
      readonly keyBefore: string
      readonly changes: readonly PlanDiffPart1[]
    }[]
  }[]
  readonly flows: {
    readonly verdict: "same" | "changed" | "undetermined"
    readonly changes: readonly ({
      readonly change: "opened" | "closed" | "rerouted"
      readonly place: string
      readonly direction: "ingress" | "egress" | "route"
      readonly packet: string
      readonly packetAfter: string
      readonly sourceVmId: string | null
      readonly destinationVmId: string | null
      readonly before: PlanDiffPart10
      readonly after: PlanDiffPart10
      readonly conditions: readonly string[]
    })[]
    readonly more: boolean
    readonly missing: readonly string[]
    readonly notCompared: readonly {
      readonly why: string
      readonly vmIds: readonly string[]
    }[]
  }
  readonly equivalence: {
    readonly before: PlanDiffPart11
    readonly after: PlanDiffPart11
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }
  readonly waves: {
    readonly moved: readonly ({
      readonly vmId: PlanDiffPart3
      readonly name: PlanDiffPart4
      readonly application: PlanDiffPart5
      readonly before: number | null
      readonly after: number | null
    })[]
    readonly changed: readonly {
      readonly number: number
      readonly vmIds: readonly string[]
      readonly changes: readonly PlanDiffPart1[]
    }[]
  }
  readonly promises: readonly ({
    readonly application: string
    readonly vmIds: readonly string[]
    readonly before: PlanDiffPart12 | null
    readonly after: PlanDiffPart12 | null
  })[]
  readonly cost: {
    readonly currencyBefore: string
    readonly currencyAfter: string
    readonly standbyPerMonth: PlanDiffPart13
    readonly recoveredPerDay: PlanDiffPart13
  }
  readonly findings: {
    readonly added: readonly PlanDiffPart14[]
    readonly removed: readonly PlanDiffPart14[]
    readonly changed: readonly {
      readonly before: PlanDiffPart14
      readonly after: PlanDiffPart14
      readonly joinedVmIds: readonly string[]
      readonly leftVmIds: readonly string[]
    }[]
  }
  readonly simulation: ({
    readonly runs: number
    readonly seed: number
    readonly halfWidth: number
    readonly applications: readonly ({
      readonly application: string
      readonly before: PlanDiffPart15 | null
      readonly after: PlanDiffPart15 | null
    })[]
    readonly allKept: {
      readonly before: number | null
      readonly after: number | null
    }
  }) | null
  readonly notCompared: readonly string[]
}

type PlanDiffPart0 = {
  readonly site: string
  readonly target: string
  readonly region: string
  readonly capturedAt: string | null
  readonly catalogueAsOf: string
  readonly vms: number
}

type PlanDiffPart1 = {
  readonly field: string
  readonly before: PlanDiffPart2
  readonly after: PlanDiffPart2
  readonly why: string | null
}

type PlanDiffPart2 = string | number | boolean | (readonly string[]) | null

type PlanDiffPart3 = string

type PlanDiffPart4 = string

type PlanDiffPart5 = string

type PlanDiffPart6 = {
  readonly key: PlanDiffPart7
  readonly name: PlanDiffPart8
  readonly vmIds: PlanDiffPart9
}

type PlanDiffPart7 = string

type PlanDiffPart8 = string

type PlanDiffPart9 = readonly string[]

type PlanDiffPart10 = {
  readonly outcome: string
  readonly by: string
}

type PlanDiffPart11 = {
  readonly verdict: "structural" | "equal" | "undetermined" | "different"
  readonly accepted: boolean
}

type PlanDiffPart12 = {
  readonly tierId: string
  readonly promisedRtoMinutes: number | null
  readonly promisedRpoMinutes: number | null
  readonly rtoMinutes: number | null
  readonly rpoMinutes: number | null
  readonly verdict: "broken" | "undecided" | "kept" | "none"
  readonly because: string
}

type PlanDiffPart13 = {
  readonly before: number
  readonly after: number
  readonly difference: number | null
  readonly share: number | null
}

type PlanDiffPart14 = {
  readonly code: "catalogue.price-refused" | "catalogue.price-unused" | "catalogue.quota-unmatched" | "catalogue.row-left-out" | "catalogue.row-vanished" | "check.address-changed" | "check.catalogue-old" | "check.component-changed" | "check.connection-lost" | "check.connection-opened" | "check.connection-other" | "check.dependency-changed" | "check.dependency-unordered" | "check.disks-changed" | "check.drill-missed" | "check.drill-missing" | "check.drill-old" | "check.drill-other-plan" | "check.history-newer" | "check.input-changed" | "check.inventory-old" | "check.network-changed" | "check.network-rewritten" | "check.network-unproven" | "check.objective-missed" | "check.output-changed" | "check.output-missing" | "check.permission-missing" | "check.permission-unknown" | "check.promise-broken" | "check.promise-weaker" | "check.quota-old" | "check.target-changed" | "check.tier-changed" | "check.version-changed" | "check.version-provider" | "check.version-terraform" | "check.version-unlocked" | "check.vm-changed" | "check.vm-gone" | "check.vm-left-out" | "check.vm-outgrown" | "check.vm-renamed" | "check.vm-unprotected" | "check.waiver-ended" | "check.waiver-unused" | "forecast.accelerator-unmeasured" | "forecast.demand-bounded" | "forecast.history-gaps" | "forecast.history-missing" | "forecast.history-short" | "forecast.level-shift" | "forecast.saturated" | "map.accelerator-degraded" | "map.apart-at-primary" | "map.apart-impossible" | "map.compatibility-noted" | "map.compatibility-waived" | "map.compatibility-waiver-unused" | "map.compatibility-warned" | "map.disk-not-replicable" | "map.disk-unmapped" | "map.disks-unknown" | "map.incompatible" | "map.licence-not-priced" | "map.limit-exceeded" | "map.limit-unstated" | "map.limit-unused" | "map.limits-conflict" | "map.limits-undecided" | "map.objective-missed" | "map.pool-impossible" | "map.pool-placement-unknown" | "map.pool-short" | "map.price-stale" | "map.quota-unknown" | "map.quota-unstated" | "map.quotas-old" | "map.recovery-in-lots" | "map.recovery-in-parts" | "map.stopped-early" | "map.targets-together" | "map.targets-too-few" | "map.transfer-not-priced" | "map.vm-unmapped" | "network.activation-path" | "network.address-collision" | "network.address-literal" | "network.address-moved" | "network.address-outside" | "network.appliance-idle" | "network.appliance-loop" | "network.block-compacted" | "network.block-discouraged" | "network.block-kept" | "network.block-refused" | "network.certificate-needed" | "network.cidr-overlap" | "network.difference-waived" | "network.dns-ttl" | "network.drill-overlap" | "network.filter-reworded" | "network.flow-lost" | "network.flow-opened" | "network.flow-unproven" | "network.gateway-by-hand" | "network.gateway-refused" | "network.host-refused" | "network.ipv6-untranslated" | "network.limit" | "network.list-unclear" | "network.literal-residual" | "network.membership-frozen" | "network.not-built" | "network.range-mentioned" | "network.record-unclear" | "network.route-different" | "network.route-untranslated" | "network.rule-untranslated" | "network.rule-unused" | "network.rule-widened" | "network.rules-unknown" | "network.scan-incomplete" | "network.scan-skipped" | "network.special-subnet" | "network.subnet-unknown" | "network.tag-moved" | "network.waiver-unused" | "plan.application-proposed" | "plan.backup-too-rare" | "plan.dependency-cycle" | "plan.dependency-mutual" | "plan.dependency-order" | "plan.dependency-tier" | "plan.dependency-unknown" | "plan.dependency-unplanned" | "plan.dependency-unstated" | "plan.depends-on-failed" | "plan.depends-on-part" | "plan.failback-partial" | "plan.need-unknown" | "plan.need-unsaid" | "plan.not-apart" | "plan.objective-missed" | "plan.preemption-short" | "plan.region-switch-names" | "plan.region-switch-unused" | "plan.terraform-partial" | "plan.terraform-unavailable" | "plan.tier-proposed" | "plan.tier-unknown" | "plan.tier-waived" | "plan.tier-waiver-unused" | "plan.two-sites-serve" | "plan.vm-excluded" | "plan.vm-unplaced" | "replication.churn-gaps" | "replication.churn-unknown" | "replication.compression-unknown" | "replication.link-unknown" | "replication.no-consistent-point" | "replication.objective-missed" | "replication.seeding-never" | "replication.size-unknown" | "simulation.failback-unknown" | "simulation.link-home-short" | "simulation.placement-unknown" | "simulation.setting-unmatched" | "simulation.site-other" | "simulation.time-unknown" | "site.accelerator-missing" | "site.address-ambiguous" | "site.address-unknown" | "site.capture-time-unknown" | "site.cluster-no-reserve" | "site.cluster-reserve" | "site.column-missing" | "site.column-unknown" | "site.conflict" | "site.dependencies-grouped" | "site.dependency-hidden" | "site.dependency-outside" | "site.disk-independent" | "site.disks-missing" | "site.dump-incomplete" | "site.duplicate-vm" | "site.file-unread" | "site.filled-from-catalogue" | "site.guessed" | "site.interface-missing" | "site.inventory-missing" | "site.limit-near" | "site.limit-reached" | "site.merged" | "site.not-a-vm" | "site.not-planned" | "site.possible-twin" | "site.reference-missing" | "site.row-unreadable" | "site.rule-too-wide" | "site.secret-in-file" | "site.secret-in-user-data" | "site.size-missing" | "site.traffic-ignored" | "site.value-invalid" | "site.value-missing" | "site.value-unused" | "site.vm-not-workload" | "site.vm-powered-off" | "source.metric-missing" | "source.partial" | "standing.differs" | "standing.drill-left" | "standing.missing" | "standing.nothing-applied" | "standing.recovered" | "standing.unplanned" | "standing.unread" | "store.above-allocation" | "store.allocation-unknown" | "store.answer-noted" | "store.answer-partial" | "store.duplicate-sample" | "store.file-skipped" | "store.part-lost" | "store.series-doubled" | "store.series-unmatched" | "store.time-skipped" | "store.time-zone-missing" | "store.unit-unknown" | "store.value-dropped"
  readonly severity: "error" | "warning" | "info"
  readonly subject: string
  readonly message: string
  readonly suggestion: string | null
  readonly affected: readonly string[]
  readonly place: string | null
  readonly about?: (readonly ("application" | "block" | "disks" | "firmware" | "host" | "interfaces" | "memory" | "os" | "power" | "routes" | "used-space" | "vcpus")[]) | undefined
}

type PlanDiffPart15 = {
  readonly p50Minutes: number | null
  readonly p95Minutes: number | null
  readonly kept: number | null
}

/** What a check says of a plan. */
export type CheckReport = {
  readonly passed: boolean
  readonly failOn: CheckReportPart0
  readonly today: string
  readonly plan: {
    readonly file: string
    readonly sha256: string
    readonly site: string
    readonly target: string
    readonly region: string
  }
  readonly vms: number
  readonly notChecked: readonly string[]
  readonly promises: {
    readonly planned: Readonly<Partial<Record<"broken" | "undecided" | "kept" | "none", number>>>
    readonly now: Readonly<Partial<Record<"broken" | "undecided" | "kept" | "none", number>>>
  }
  readonly staleBaseline: readonly {
    readonly rule: string
    readonly subject: string
  }[]
  readonly rules: readonly ({
    readonly id: string
    readonly severity: CheckReportPart0
    readonly statedSeverity?: CheckReportPart0 | undefined
    readonly meaning: string
    readonly fix: string | null
    readonly source: string | null
  })[]
  readonly findings: readonly ({
    readonly rule: string
    readonly severity: CheckReportPart0
    readonly subject: string
    readonly message: string
    readonly suggestion: string | null
    readonly affected: readonly string[]
    readonly place: string | null
    readonly fingerprint: string
    readonly since: "plan" | "now"
    readonly status: "open" | "known" | "waived"
    readonly waiver?: ({
      readonly rule: string
      readonly subject?: string | undefined
      readonly owner: string
      readonly reason: string
      readonly until: string
    }) | undefined
  })[]
}

type CheckReportPart0 = "error" | "warning" | "info"

