variable "location" {
  description = "The recovery region."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+[a-z0-9]*$", var.location))
    error_message = "A region looks like westeurope."
  }
}

variable "name" {
  description = "Prefix of the names of what is made."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.name)) && length(var.name) >= 2 && length(var.name) <= 32
    error_message = "The name starts with a letter and has lower-case letters, digits and single hyphens, 2 to 32 in all."
  }
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.tags : can(regex("^[^<>%&\\\\?/]{1,512}$", name)) && length(value) <= 256])
    error_message = "The name of a tag has 512 characters at most and none of < > % & \\ ? /, its value 256."
  }
}

variable "mode" {
  description = "standby while the primary site is well; recovered grows the warm standby servers to full size by a restart."
  type        = string
  default     = "standby"

  validation {
    condition     = contains(["standby", "recovered"], var.mode)
    error_message = "The mode is standby or recovered."
  }
}

variable "zones" {
  description = "Availability zones of the region; none where it has none."
  type        = list(string)
  default     = ["1", "2", "3"]
}

variable "vpcs" {
  description = "VNets by key: their blocks, and the DNS servers of their machines (none = those of Azure)."
  type = map(object({
    name        = string
    blocks      = list(string)
    dns_servers = optional(list(string), [])
  }))

  validation {
    condition     = alltrue([for vpc in var.vpcs : length(vpc.blocks) > 0 && alltrue([for block in vpc.blocks : can(cidrnetmask(block))])])
    error_message = "A VNet has blocks, and each is an IPv4 CIDR such as 10.0.0.0/16."
  }
}

variable "subnets" {
  description = "Subnets by key. `resource_name` is the key, but for subnets that Azure looks for by name; some of these take no route table."
  type = map(object({
    resource_name   = string
    vpc_key         = string
    route_table_key = optional(string)
    block           = string
  }))

  validation {
    condition     = alltrue([for subnet in var.subnets : can(cidrnetmask(subnet.block))])
    error_message = "The block of every subnet is an IPv4 CIDR such as 10.0.1.0/24."
  }

  validation {
    condition     = alltrue([for subnet in var.subnets : contains(keys(var.vpcs), subnet.vpc_key)])
    error_message = "A subnet names a VNet that is not in vpcs."
  }

  validation {
    condition     = alltrue([for subnet in var.subnets : subnet.route_table_key == null ? true : contains(keys(var.route_tables), subnet.route_table_key)])
    error_message = "A subnet names a route table that is not in route_tables."
  }
}

variable "route_tables" {
  description = "Route tables by key; `learns` lets gateways add what they learn to it."
  type = map(object({
    name    = string
    vpc_key = string
    learns  = optional(bool, true)
  }))

  validation {
    condition     = alltrue([for table in var.route_tables : contains(keys(var.vpcs), table.vpc_key)])
    error_message = "A route table names a VNet that is not in vpcs."
  }
}

variable "routes" {
  description = "Routes by key. Without one for everything Azure itself leads the rest to the internet."
  type = map(object({
    route_table_key  = string
    destination      = string
    next_hop_type    = string
    next_hop_address = optional(string)
  }))

  validation {
    condition     = alltrue([for route in var.routes : contains(["Internet", "VirtualAppliance", "VirtualNetworkGateway", "VnetLocal", "None"], route.next_hop_type)])
    error_message = "A route leads to Internet, VirtualAppliance, VirtualNetworkGateway, VnetLocal or None."
  }

  validation {
    condition     = alltrue([for route in var.routes : (route.next_hop_type == "VirtualAppliance") == (route.next_hop_address != null)])
    error_message = "A route to a VirtualAppliance has its address, and no other route has one."
  }

  validation {
    condition     = alltrue([for route in var.routes : contains(keys(var.route_tables), route.route_table_key)])
    error_message = "A route names a route table that is not in route_tables."
  }
}

variable "peerings" {
  description = "Peerings of two of the VNets, one way each, by key; `forwards` lets traffic pass that began elsewhere."
  type = map(object({
    vpc_key      = string
    peer_vpc_key = string
    forwards     = bool
  }))

  validation {
    condition     = alltrue([for peering in var.peerings : contains(keys(var.vpcs), peering.vpc_key) && contains(keys(var.vpcs), peering.peer_vpc_key)])
    error_message = "A peering names a VNet that is not in vpcs."
  }
}

variable "nat_gateways" {
  description = "By the key of the VNet that has one: the subnets that leave by it. Each costs money by the hour and by the gigabyte."
  type        = map(object({ subnet_keys = list(string) }))

  validation {
    condition     = alltrue(flatten([for gateway in var.nat_gateways : [for key in gateway.subnet_keys : contains(keys(var.subnets), key)]]))
    error_message = "A NAT gateway names a subnet that is not in subnets."
  }
}

variable "application_security_groups" {
  description = "Application security groups by key: sets of cards that rules speak of."
  type        = map(object({ name = string }))
}

variable "network_security_groups" {
  description = "Network security groups by key, with the subnets behind them; cards name theirs themselves."
  type = map(object({
    name        = string
    subnet_keys = list(string)
  }))

  validation {
    condition = alltrue(flatten([
      for group in var.network_security_groups : [for subnet_key in group.subnet_keys : contains(keys(var.subnets), subnet_key)]
    ]))
    error_message = "A network security group names a subnet that is not in subnets."
  }

  validation {
    condition = length(flatten([for group in var.network_security_groups : group.subnet_keys])) == length(distinct(flatten([
      for group in var.network_security_groups : group.subnet_keys
    ])))
    error_message = "A subnet has one network security group."
  }
}

variable "network_security_rules" {
  description = "Rules by group, direction and priority. No ports = all. An end is blocks, application security groups, or a tag (`*` = everybody)."
  type = map(object({
    group_key         = string
    direction         = string
    priority          = number
    access            = string
    protocol          = string
    source_ports      = list(string)
    destination_ports = list(string)
    description       = string
    source = object({
      tag        = optional(string)
      blocks     = optional(list(string), [])
      group_keys = optional(list(string), [])
    })
    destination = object({
      tag        = optional(string)
      blocks     = optional(list(string), [])
      group_keys = optional(list(string), [])
    })
  }))

  validation {
    condition     = alltrue([for rule in var.network_security_rules : contains(keys(var.network_security_groups), rule.group_key)])
    error_message = "A rule names a network security group that is not in network_security_groups."
  }

  validation {
    condition = alltrue([
      for rule in var.network_security_rules :
      contains(["Inbound", "Outbound"], rule.direction) && contains(["Allow", "Deny"], rule.access)
    ])
    error_message = "The direction of a rule is Inbound or Outbound, its access Allow or Deny."
  }

  validation {
    condition     = alltrue([for rule in var.network_security_rules : contains(["*", "Tcp", "Udp", "Icmp", "Esp", "Ah"], rule.protocol)])
    error_message = "The protocol of a rule is *, Tcp, Udp, Icmp, Esp or Ah."
  }

  validation {
    condition     = alltrue([for rule in var.network_security_rules : rule.priority >= 100 && rule.priority <= 4096])
    error_message = "The priority of a rule is from 100 to 4096: of more rules than fit, join some."
  }

  validation {
    condition = length(var.network_security_rules) == length(distinct([
      for rule in var.network_security_rules : "${rule.group_key} ${rule.direction} ${rule.priority}"
    ]))
    error_message = "Two rules of one network security group and direction have the same priority."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.network_security_rules : [
        for end in [rule.source, rule.destination] :
        length([for part in [end.tag == null ? 0 : 1, length(end.blocks), length(end.group_keys)] : part if part > 0]) == 1
      ]
    ]))
    error_message = "Each end of a rule is one of: blocks, application security groups, or a tag."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.network_security_rules : [
        for key in concat(rule.source.group_keys, rule.destination.group_keys) : contains(keys(var.application_security_groups), key)
      ]
    ]))
    error_message = "An end of a rule is an application security group that is not in application_security_groups."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.network_security_rules : [
        for range in concat(rule.source_ports, rule.destination_ports) : can(regex("^[0-9]{1,5}(-[0-9]{1,5})?$", range))
      ]
    ]))
    error_message = "Ports look like 443 or 8000-8080."
  }
}

variable "admin_rule_collections" {
  description = "By key the VNets that have rules before those of all groups. Empty = no network manager is made."
  type = map(object({
    name    = string
    vpc_key = string
  }))

  validation {
    condition     = alltrue([for collection in var.admin_rule_collections : contains(keys(var.vpcs), collection.vpc_key)])
    error_message = "A collection of admin rules names a VNet that is not in vpcs."
  }
}

variable "admin_rules" {
  description = "Rules of a network manager by collection, direction and priority."
  type = map(object({
    collection_key    = string
    direction         = string
    priority          = number
    action            = string
    protocol          = string
    source_ports      = list(string)
    destination_ports = list(string)
    description       = string
    sources           = list(object({ prefix = string, type = string }))
    destinations      = list(object({ prefix = string, type = string }))
  }))

  validation {
    condition     = alltrue([for rule in var.admin_rules : contains(keys(var.admin_rule_collections), rule.collection_key)])
    error_message = "An admin rule names a collection that is not in admin_rule_collections."
  }

  validation {
    condition = alltrue([
      for rule in var.admin_rules :
      contains(["Inbound", "Outbound"], rule.direction) && contains(["Allow", "AlwaysAllow", "Deny"], rule.action)
    ])
    error_message = "The direction of an admin rule is Inbound or Outbound, its action Allow, AlwaysAllow or Deny."
  }

  validation {
    condition     = alltrue([for rule in var.admin_rules : rule.priority >= 1 && rule.priority <= 4096])
    error_message = "The priority of an admin rule is from 1 to 4096."
  }
}

variable "network_watcher" {
  description = "The network watcher of the region, which Azure makes with the first VNet: name (null = that of Azure) and resource group."
  type = object({
    name                = optional(string)
    resource_group_name = string
  })
  default = { resource_group_name = "NetworkWatcherRG" }
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = var.log_retention_days >= 90 && var.log_retention_days <= 365
    error_message = "Flow logs are kept for 90 to 365 days."
  }
}

variable "key_vault_addresses" {
  description = "Public addresses or blocks that may reach the key vault, among them that of who runs Terraform."
  type        = list(string)
  default     = []

  validation {
    condition     = !contains([for address in var.key_vault_addresses : endswith(address, "/0")], true)
    error_message = "The key vault is not for the whole internet."
  }
}

variable "vault_redundancy" {
  description = "How backups are kept: ZoneRedundant, GeoRedundant or LocallyRedundant. It cannot be changed once there are any."
  type        = string
  default     = "ZoneRedundant"

  validation {
    condition     = contains(["ZoneRedundant", "GeoRedundant", "LocallyRedundant"], var.vault_redundancy)
    error_message = "The redundancy is ZoneRedundant, GeoRedundant or LocallyRedundant."
  }
}

variable "backup_policies" {
  description = "Backup policies by key: hours from one backup to the next."
  type        = map(object({ interval_hours = number }))

  validation {
    condition     = alltrue([for policy in var.backup_policies : contains([4, 6, 8, 12, 24], policy.interval_hours)])
    error_message = "Azure backs a machine up every 4, 6, 8, 12 or 24 hours."
  }
}

variable "capacity" {
  description = "Capacity that is paid for from now on, by key: so many servers of a size, in a zone or wherever Azure has them in the region."
  type = map(object({
    size    = string
    zone    = optional(string)
    servers = number
  }))
  default = {}

  validation {
    condition     = alltrue([for reservation in var.capacity : reservation.servers >= 1 && (reservation.zone == null ? true : contains(var.zones, reservation.zone))])
    error_message = "A reservation is for one server at least, in one of the zones."
  }
}

variable "backup_retention_days" {
  description = "How long a recovery point is kept."
  type        = number
  default     = 35

  validation {
    condition     = var.backup_retention_days >= 7
    error_message = "A recovery point is kept for a week at least."
  }
}

variable "servers" {
  description = "Servers that stand while the primary site is well. Interface \"0\" is the primary one; its first address too. Disk \"os\" is the one without a LUN."
  type = map(object({
    name               = string
    resource_name      = string
    size               = string
    standby_size       = optional(string)
    os_type            = string
    generation         = optional(string)
    zone               = optional(string)
    backup_policy_key  = optional(string)
    capacity_group_key = optional(string)
    tags               = map(string)
    disks = map(object({
      name            = string
      lun             = optional(number)
      type            = string
      tier            = optional(string)
      size_gib        = optional(number)
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    interfaces = map(object({
      subnet_key                      = string
      network_security_group_key      = optional(string)
      application_security_group_keys = list(string)
      addresses                       = list(string)
      forwards                        = bool
    }))
  }))

  validation {
    condition     = alltrue([for server in var.servers : contains(keys(server.interfaces), "0")])
    error_message = "No subnet at the recovery site is known for: ${join(", ", [for key, server in var.servers : key if !contains(keys(server.interfaces), "0")])}. Give its network in drplan.yaml and plan again, or add interface \"0\" here."
  }

  validation {
    condition     = alltrue([for server in var.servers : alltrue([for index in range(length(server.interfaces)) : contains(keys(server.interfaces), tostring(index))])])
    error_message = "Interfaces are counted from 0 without a gap."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [for interface in server.interfaces : contains(keys(var.subnets), interface.subnet_key)]
    ]))
    error_message = "An interface names a subnet that is not in subnets."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : (
          interface.network_security_group_key == null
          ? true
          : contains(keys(var.network_security_groups), interface.network_security_group_key)
        )
      ]
    ]))
    error_message = "An interface names a network security group that is not in network_security_groups."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : [
          for group_key in interface.application_security_group_keys : contains(keys(var.application_security_groups), group_key)
        ]
      ]
    ]))
    error_message = "An interface names an application security group that is not in application_security_groups."
  }

  validation {
    condition     = alltrue([for server in var.servers : contains(["Linux", "Windows"], server.os_type)])
    error_message = "The os_type of a server is Linux or Windows."
  }

  validation {
    condition     = alltrue([for server in var.servers : contains(["V1", "V2"], coalesce(server.generation, "V1"))])
    error_message = "The generation of a server is V1 (BIOS) or V2 (UEFI), or left out."
  }

  validation {
    condition     = alltrue([for server in var.servers : length([for key, disk in server.disks : key if disk.lun == null]) == 1 && contains(keys(server.disks), "os")])
    error_message = "A server has one disk without a LUN, and it is called os."
  }
}

variable "replicated_servers" {
  description = "Servers that Site Recovery replicates and makes by its failover: this folder says what to enter for each (output site_recovery)."
  type = map(object({
    name = string
    wave = number
    size = string
    disks = map(object({
      name            = string
      lun             = optional(number)
      type            = string
      tier            = optional(string)
      size_gib        = optional(number)
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    interfaces = map(object({
      subnet_key                      = string
      network_security_group_key      = optional(string)
      application_security_group_keys = list(string)
      addresses                       = list(string)
      forwards                        = bool
    }))
  }))

  validation {
    condition     = alltrue([for server in var.replicated_servers : contains(keys(server.interfaces), "0")])
    error_message = "No subnet at the recovery site is known for: ${join(", ", [for key, server in var.replicated_servers : key if !contains(keys(server.interfaces), "0")])}. Give its network in drplan.yaml and plan again, or add interface \"0\" here."
  }

  validation {
    condition     = alltrue([for server in var.replicated_servers : alltrue([for index in range(length(server.interfaces)) : contains(keys(server.interfaces), tostring(index))])])
    error_message = "Interfaces are counted from 0 without a gap."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.replicated_servers : [for interface in server.interfaces : contains(keys(var.subnets), interface.subnet_key)]
    ]))
    error_message = "An interface names a subnet that is not in subnets."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.replicated_servers : [
        for interface in server.interfaces : (
          interface.network_security_group_key == null
          ? true
          : contains(keys(var.network_security_groups), interface.network_security_group_key)
        )
      ]
    ]))
    error_message = "An interface names a network security group that is not in network_security_groups."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.replicated_servers : [
        for interface in server.interfaces : [
          for group_key in interface.application_security_group_keys : contains(keys(var.application_security_groups), group_key)
        ]
      ]
    ]))
    error_message = "An interface names an application security group that is not in application_security_groups."
  }
}

variable "encryption_at_host" {
  description = "Are caches and temporary disks encrypted too? The subscription must have the feature EncryptionAtHost."
  type        = bool
  default     = true
}

variable "disk_sources" {
  description = "By server key and disk key, the id of the snapshot or disk that a disk is copied from. Others take the snapshot with the name of the disk."
  type        = map(map(string))
  default     = {}

  validation {
    condition = alltrue(flatten([
      for disks in var.disk_sources : [
        for id in disks : can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Compute/(snapshots|disks)/[^/]+$", id))
      ]
    ]))
    error_message = "A source is the full id of a snapshot or of a disk."
  }
}

variable "snapshot_resource_group_name" {
  description = "The resource group with the snapshots of disks that disk_sources does not name."
  type        = string
  default     = "drplan-snapshots"
}

variable "trusted_launch_servers" {
  description = "Servers whose sources in disk_sources are of trusted launch; of snapshots that are looked up Azure says it."
  type        = list(string)
  default     = []
}

variable "alert_emails" {
  description = "Who is told when a backup fails or replication is in a critical state: e-mail addresses by name."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for address in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "A receiver has an e-mail address."
  }
}

variable "public_records" {
  description = "Public names that follow the site that answers, by key: where they lead (an address or a name), and what is asked to see whether it answers."
  type = map(object({
    primary_target  = string
    recovery_target = string
    protocol        = optional(string, "TCP")
    port            = optional(number, 443)
    path            = optional(string, "/")
    ttl_seconds     = optional(number, 60)
  }))
  default = {}

  validation {
    condition     = alltrue([for key, record in var.public_records : can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", key)) && contains(["HTTP", "HTTPS", "TCP"], record.protocol)])
    error_message = "A key has lower-case letters, digits and hyphens; a check is HTTP, HTTPS or TCP."
  }

  validation {
    condition     = alltrue([for record in var.public_records : record.primary_target != record.recovery_target])
    error_message = "Primary and recovery site answer at different places."
  }
}

variable "replication" {
  description = "By the region of Azure that machines are replicated from by Site Recovery: its networks, subnets and machines. Empty = the primary site is elsewhere."
  type = map(object({
    networks          = map(string)
    source_subnet_ids = list(string)
    machines = map(object({
      source_vm_id       = string
      size               = string
      zone               = optional(string)
      capacity_group_key = optional(string)
      vpc_key            = string
      disks              = map(object({ source_id = string, type = string }))
      interfaces         = map(object({ source_id = string, subnet_key = string, address = optional(string) }))
    }))
    recovery_plans = map(object({ groups = list(list(string)) }))
  }))
  default = {}

  validation {
    condition     = !contains(keys(var.replication), var.location)
    error_message = "Machines are replicated from another region."
  }

  validation {
    condition = alltrue(flatten([
      for site in var.replication : [
        for machine in site.machines : [
          contains(keys(var.vpcs), machine.vpc_key),
          [for interface in machine.interfaces : contains(keys(var.subnets), interface.subnet_key)],
        ]
      ]
    ]))
    error_message = "A replicated machine names a VNet or a subnet that is not in vpcs or subnets."
  }

  validation {
    condition = alltrue(flatten([
      for site in var.replication : [for plan in site.recovery_plans : length(plan.groups) <= 7 && length(flatten(plan.groups)) <= 100]
    ]))
    error_message = "A recovery plan has 7 groups and 100 machines at most."
  }

  validation {
    condition = alltrue(flatten([
      for site in var.replication : [for plan in site.recovery_plans : [for key in flatten(plan.groups) : contains(keys(site.machines), key)]]
    ]))
    error_message = "A recovery plan names a machine that is not replicated."
  }
}
