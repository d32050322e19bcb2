variable "region" {
  description = "The recovery region."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "A region looks like eu-west-1."
  }
}

variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.name))
    error_message = "The name starts with a letter and has lower-case letters, digits and hyphens, 32 at most."
  }
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}
}

variable "mode" {
  description = "standby while the primary site is well; recovered grows the warm standby servers to full size by a stop and a start."
  type        = string
  default     = "standby"

  validation {
    condition     = contains(["standby", "recovered"], var.mode)
    error_message = "The mode is standby or recovered."
  }
}

variable "vpcs" {
  description = "VPCs by key: the first block, and the further ones."
  type = map(object({
    name             = string
    block            = string
    secondary_blocks = list(string)
  }))

  validation {
    condition     = alltrue([for vpc in var.vpcs : alltrue([for block in concat([vpc.block], vpc.secondary_blocks) : can(cidrnetmask(block))])])
    error_message = "Every block of a VPC is an IPv4 CIDR such as 10.0.0.0/16."
  }
}

variable "subnets" {
  description = "Subnets by key. `zone` counts the zones of the region from 0, in the order of their names."
  type = map(object({
    name            = string
    vpc_key         = string
    route_table_key = string
    block           = string
    zone            = number
  }))

  validation {
    condition     = alltrue([for subnet in var.subnets : can(cidrnetmask(subnet.block))])
    error_message = "The block of every subnet is an IPv4 CIDR such as 10.0.1.0/24."
  }

  validation {
    condition     = alltrue([for subnet in var.subnets : contains(keys(var.vpcs), subnet.vpc_key)])
    error_message = "A subnet names a VPC that is not in vpcs."
  }

  validation {
    condition     = alltrue([for subnet in var.subnets : contains(keys(var.route_tables), subnet.route_table_key)])
    error_message = "A subnet names a route table that is not in route_tables."
  }
}

variable "route_tables" {
  description = "Route tables by key."
  type = map(object({
    name    = string
    vpc_key = string
  }))

  validation {
    condition     = alltrue([for table in var.route_tables : contains(keys(var.vpcs), table.vpc_key)])
    error_message = "A route table names a VPC that is not in vpcs."
  }
}

variable "routes" {
  description = "Routes by key; the route to the VPC itself is made by AWS."
  type = map(object({
    route_table_key = string
    family          = number
    destination     = string
    hop             = string
    peering_key     = optional(string)
  }))

  validation {
    condition     = alltrue([for route in var.routes : contains(["internet-gateway", "nat-gateway", "peering"], route.hop)])
    error_message = "A route leads to internet-gateway, nat-gateway or peering."
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.hop == "peering" ? contains(keys(var.peerings), coalesce(route.peering_key, " ")) : route.peering_key == null
    ])
    error_message = "A route to a peering, and no other, names one that is in peerings."
  }

  validation {
    condition     = alltrue([for route in var.routes : contains(keys(var.route_tables), route.route_table_key)])
    error_message = "A route names a route table that is not in route_tables."
  }
}

variable "peerings" {
  description = "Peerings of two of the VPCs, by key: who asks, who is asked, and whether each may resolve the names of the other."
  type = map(object({
    name                = string
    vpc_key             = string
    peer_vpc_key        = string
    resolves_names      = bool
    peer_resolves_names = bool
  }))
  default = {}

  validation {
    condition = alltrue(flatten([
      for peering in var.peerings : [for vpc_key in [peering.vpc_key, peering.peer_vpc_key] : contains(keys(var.vpcs), vpc_key)]
    ]))
    error_message = "A peering names a VPC that is not in vpcs."
  }
}

variable "appliance_routes" {
  description = "Routes by key that lead to an interface of a server of `servers`, which has to forward."
  type = map(object({
    route_table_key = string
    family          = number
    destination     = string
    server_key      = string
    interface       = string
  }))
  default = {}

  validation {
    condition     = alltrue([for route in var.appliance_routes : contains(keys(var.route_tables), route.route_table_key)])
    error_message = "A route names a route table that is not in route_tables."
  }

  validation {
    condition = alltrue([
      for route in var.appliance_routes : contains(keys(try(var.servers[route.server_key].interfaces, {})), route.interface)
    ])
    error_message = "A route leads to an interface of a server that is not in servers."
  }
}

variable "nat_gateways" {
  description = "By the key of the VPC that has one: the public subnet it stands in. Each costs money by the hour and by the gigabyte."
  type        = map(object({ subnet_key = string }))
}

variable "security_groups" {
  description = "Security groups by key."
  type = map(object({
    name        = string
    vpc_key     = string
    description = string
  }))

  validation {
    condition     = alltrue([for group in var.security_groups : contains(keys(var.vpcs), group.vpc_key)])
    error_message = "A security group names a VPC that is not in vpcs."
  }
}

variable "security_rules" {
  description = "Rules by key: one direction, one protocol, one port range and one peer each."
  type = map(object({
    group_key      = string
    direction      = string
    protocol       = string
    from_port      = optional(number)
    to_port        = optional(number)
    cidr_ipv4      = optional(string)
    cidr_ipv6      = optional(string)
    peer_group_key = optional(string)
    peer_list_key  = optional(string)
    description    = string
  }))

  validation {
    condition     = alltrue([for rule in var.security_rules : contains(["ingress", "egress"], rule.direction)])
    error_message = "The direction of a rule is ingress or egress."
  }

  validation {
    condition = alltrue([
      for rule in var.security_rules :
      length([for peer in [rule.cidr_ipv4, rule.cidr_ipv6, rule.peer_group_key, rule.peer_list_key] : peer if peer != null]) == 1
    ])
    error_message = "A rule has exactly one peer: an IPv4 block, an IPv6 block, a group or a prefix list."
  }

  validation {
    condition     = alltrue([for rule in var.security_rules : contains(keys(var.security_groups), rule.group_key)])
    error_message = "A rule names a group that is not in security_groups."
  }

  validation {
    condition = alltrue([
      for rule in var.security_rules :
      rule.peer_group_key == null ? true : contains(keys(var.security_groups), rule.peer_group_key)
    ])
    error_message = "The peer of a rule is a group that is not in security_groups."
  }

  validation {
    condition = alltrue([
      for rule in var.security_rules :
      rule.peer_list_key == null ? true : contains(concat(keys(var.prefix_lists), keys(var.managed_prefix_lists)), rule.peer_list_key)
    ])
    error_message = "The peer of a rule is a list that is neither in prefix_lists nor in managed_prefix_lists."
  }
}

variable "prefix_lists" {
  description = "Prefix lists of our own by key, each of one family of addresses. A rule counts a list by `max_entries`, whatever is in it."
  type = map(object({
    name        = string
    family      = number
    max_entries = number
    blocks      = list(string)
  }))

  validation {
    condition     = alltrue([for list in var.prefix_lists : contains([4, 6], list.family)])
    error_message = "The family of a prefix list is 4 or 6."
  }

  validation {
    condition = alltrue(flatten([
      for list in var.prefix_lists : [for block in list.blocks : can(cidrhost(block, 0)) && can(cidrnetmask(block)) == (list.family == 4)]
    ]))
    error_message = "Every block of a prefix list is a CIDR of its family."
  }

  validation {
    condition     = alltrue([for list in var.prefix_lists : list.max_entries >= max(1, length(list.blocks))])
    error_message = "A prefix list has more blocks than max_entries."
  }
}

variable "managed_prefix_lists" {
  description = "Names of the prefix lists that AWS keeps in the region, by key."
  type        = map(string)
}

variable "network_acls" {
  description = "Network ACLs by key: stateless lists at the border of subnets. A subnet in none has the VPC's own, which lets everything pass."
  type = map(object({
    name        = string
    vpc_key     = string
    subnet_keys = list(string)
  }))

  validation {
    condition     = alltrue([for acl in var.network_acls : contains(keys(var.vpcs), acl.vpc_key)])
    error_message = "A network ACL names a VPC that is not in vpcs."
  }

  validation {
    condition = alltrue(flatten([
      for acl in var.network_acls : [for subnet_key in acl.subnet_keys : contains(keys(var.subnets), subnet_key)]
    ]))
    error_message = "A network ACL names a subnet that is not in subnets."
  }

  validation {
    condition = length(flatten([for acl in var.network_acls : acl.subnet_keys])) == length(distinct(flatten([
      for acl in var.network_acls : acl.subnet_keys
    ])))
    error_message = "A subnet has one network ACL."
  }
}

variable "network_acl_entries" {
  description = "Entries of network ACLs by key: the lowest order that matches decides. `protocol` is a number, -1 is all of them."
  type = map(object({
    acl_key   = string
    direction = string
    order     = number
    action    = string
    protocol  = string
    from_port = optional(number)
    to_port   = optional(number)
    icmp_type = optional(number)
    icmp_code = optional(number)
    cidr_ipv4 = optional(string)
    cidr_ipv6 = optional(string)
  }))

  validation {
    condition     = alltrue([for entry in var.network_acl_entries : contains(keys(var.network_acls), entry.acl_key)])
    error_message = "An entry names a network ACL that is not in network_acls."
  }

  validation {
    condition = alltrue([
      for entry in var.network_acl_entries :
      contains(["ingress", "egress"], entry.direction) && contains(["allow", "deny"], entry.action)
    ])
    error_message = "The direction of an entry is ingress or egress, its action allow or deny."
  }

  validation {
    condition     = alltrue([for entry in var.network_acl_entries : entry.order >= 1 && entry.order <= 32766])
    error_message = "The order of an entry is from 1 to 32766."
  }

  validation {
    condition = length(var.network_acl_entries) == length(distinct([
      for entry in var.network_acl_entries : "${entry.acl_key} ${entry.direction} ${entry.order}"
    ]))
    error_message = "Two entries of one network ACL and direction have the same order."
  }

  validation {
    condition     = alltrue([for entry in var.network_acl_entries : can(regex("^(-1|[0-9]{1,3})$", entry.protocol))])
    error_message = "The protocol of an entry is a number, or -1 for all of them."
  }

  validation {
    condition = alltrue([
      for entry in var.network_acl_entries :
      length([for block in [entry.cidr_ipv4, entry.cidr_ipv6] : block if block != null]) == 1
    ])
    error_message = "An entry has exactly one block: of IPv4 or of IPv6."
  }

  validation {
    condition = alltrue([
      for entry in var.network_acl_entries :
      length([for port in [entry.from_port, entry.to_port] : port if port != null]) == (contains(["6", "17"], entry.protocol) ? 2 : 0)
    ])
    error_message = "An entry has from_port and to_port if its protocol is 6 (tcp) or 17 (udp), and else neither."
  }

  validation {
    condition = alltrue([
      for entry in var.network_acl_entries :
      length([for part in [entry.icmp_type, entry.icmp_code] : part if part != null]) == (contains(["1", "58"], entry.protocol) ? 2 : 0)
    ])
    error_message = "An entry has icmp_type and icmp_code, -1 for all, if its protocol is 1 or 58 (ICMP), and else neither."
  }
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
  default     = 365
}

variable "backup_plans" {
  description = "Backup plans by the value of the tag drplan:backup: when a backup is taken (UTC)."
  type        = map(object({ schedule = string }))

  validation {
    condition     = alltrue([for plan in var.backup_plans : can(regex("^cron\\(.+\\)$", plan.schedule))])
    error_message = "A schedule looks like cron(0 5 * * ? *)."
  }
}

variable "backup_retention_days" {
  description = "How long a recovery point is kept."
  type        = number
  default     = 35

  validation {
    condition     = var.backup_retention_days >= 1
    error_message = "A recovery point is kept for a day at least."
  }
}

variable "replication" {
  description = "By the key of the staging subnet: who replicates into it. Empty = no VM uses continuous replication."
  type = map(object({
    vpc_key        = string
    source_blocks  = list(string)
    endpoint_block = string
  }))

  validation {
    condition     = length(var.replication) <= 1
    error_message = "DRS has one staging subnet by default in a region."
  }
}

variable "primary_machines" {
  description = "Where the primary site is on AWS: its machines by server key, and the value of drplan:backup of those that are backed up. Empty elsewhere."
  type = map(object({
    instance_id = string
    backup      = optional(string)
  }))

  validation {
    condition     = alltrue([for machine in var.primary_machines : machine.backup == null ? true : contains(keys(var.backup_plans), machine.backup)])
    error_message = "A machine of the primary site names a backup plan that is not in backup_plans."
  }
}

variable "restore_testing" {
  description = "true: once a week the newest backup of each machine is restored as a test. The machines cost money while they stay."
  type        = bool
  default     = false
}

variable "restore_test" {
  description = "By the key of the subnet that machines are restored into as a test: when (UTC), and how long they stay."
  type = map(object({
    vpc_key    = string
    schedule   = string
    kept_hours = number
  }))

  validation {
    condition     = length(var.restore_test) <= 1
    error_message = "Restore tests have one subnet."
  }

  validation {
    condition     = alltrue([for subnet_key, test in var.restore_test : contains(keys(var.subnets), subnet_key) && can(regex("^cron\\(.+\\)$", test.schedule))])
    error_message = "A restore test names a subnet that is not in subnets, or its schedule does not look like cron(0 5 ? * SUN *)."
  }
}

variable "capacity" {
  description = "Capacity that is paid for from now on, by key. `zone` counts the zones of the region from 0, in the order of their names."
  type = map(object({
    instance_type = string
    platform      = string
    zone          = number
    servers       = number
  }))

  validation {
    condition     = alltrue([for reservation in var.capacity : reservation.servers >= 1 && contains(["Linux/UNIX", "Windows"], reservation.platform)])
    error_message = "A reservation is for one server at least, of the platform Linux/UNIX or Windows."
  }
}

variable "replication_promises" {
  description = "By server key, the RPO in minutes that replication must keep."
  type        = map(number)

  validation {
    condition     = alltrue([for minutes in var.replication_promises : minutes > 0])
    error_message = "A promise is of more than 0 minutes."
  }
}

variable "drs_source_servers" {
  description = "By server key, the id that DRS gave to the source server; those that are not named here have no alarm on their lag."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for server_key, id in var.drs_source_servers : can(regex("^s-[0-9a-f]{17}$", id)) && contains(keys(var.replication_promises), server_key)])
    error_message = "The id of a source server looks like s-0123456789abcdef0, and its key is one of replication_promises."
  }
}

variable "alarm_subscribers" {
  description = "Who is told of alarms, by any name: a protocol of SNS and its endpoint, such as email and an address."
  type = map(object({
    protocol = string
    endpoint = string
  }))
  default = {}
}

variable "servers" {
  description = "Servers that stand while the primary site is well. Interface \"0\" is the primary one; its first address too."
  type = map(object({
    name                  = string
    instance_type         = string
    standby_instance_type = optional(string)
    tags                  = map(string)
    root_disk = optional(object({
      type            = string
      size_gib        = number
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    data_disks = map(object({
      device_name     = string
      type            = string
      size_gib        = number
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    interfaces = map(object({
      subnet_key          = string
      security_group_keys = list(string)
      addresses           = list(string)
      forwards            = optional(bool)
    }))
  }))

  validation {
    condition     = alltrue([for server in var.servers : contains(keys(server.interfaces), "0")])
    error_message = "No subnet at the recovery site is known for: ${join(", ", [for key, server in var.servers : key if !contains(keys(server.interfaces), "0")])}. Give its network in drplan.yaml and plan again, or add interface \"0\" here."
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
        for interface in server.interfaces : [
          for group_key in interface.security_group_keys : contains(keys(var.security_groups), group_key)
        ]
      ]
    ]))
    error_message = "An interface names a group that is not in security_groups."
  }
}

variable "images" {
  description = "By server key, the image to start from. A server that is not named here takes the newest image tagged drplan:vm = its key."
  type        = map(string)
  default     = {}
}

variable "image_owners" {
  description = "Accounts whose images are trusted."
  type        = list(string)
  default     = ["self"]
}

variable "snapshots" {
  description = "By server key and disk key, the snapshot a data disk is made from."
  type        = map(map(string))
  default     = {}
}
