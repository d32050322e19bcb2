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
  description = "drill closes the servers off: they may neither send nor receive. failover gives them the groups of the plan, and backs them up."
  type        = string
  default     = "drill"

  validation {
    condition     = contains(["drill", "failover"], var.mode)
    error_message = "The mode is drill or failover."
  }
}

variable "up_to_wave" {
  description = "Only servers of this wave and of earlier ones. Raise it wave by wave; lowering it destroys servers."
  type        = number
  default     = 1000000

  validation {
    condition     = var.up_to_wave >= 1
    error_message = "Waves count from 1."
  }
}

variable "zones" {
  description = "Availability zones of the region; none where it has none."
  type        = list(string)
  default     = ["1", "2", "3"]
}

variable "foundation" {
  description = "The output `foundation` of foundation/."
  type = object({
    vpc_ids                        = map(string)
    subnet_ids                     = map(string)
    network_security_group_ids     = map(string)
    application_security_group_ids = map(string)
    disk_encryption_set_id         = string
    backup_policy_ids              = map(string)
    capacity_group_ids             = optional(map(string), {})
    target_pool_ids                = optional(map(string), {})
    balancer_addresses             = optional(map(string), {})
    recovery_vault = object({
      name                = string
      resource_group_name = string
    })
  })
}

variable "servers" {
  description = "Servers that are made by a drill or a failover. Interface \"0\" is the primary one; its first address too. Disk \"os\" is the one without a LUN."
  type = map(object({
    name               = string
    resource_name      = string
    size               = string
    wave               = number
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
      for server in var.servers : [for interface in server.interfaces : contains(keys(var.foundation.subnet_ids), interface.subnet_key)]
    ]))
    error_message = "An interface names a subnet that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : (
          interface.network_security_group_key == null
          ? true
          : contains(keys(var.foundation.network_security_group_ids), interface.network_security_group_key)
        )
      ]
    ]))
    error_message = "An interface names a network security group that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : [
          for group_key in interface.application_security_group_keys : contains(keys(var.foundation.application_security_group_ids), group_key)
        ]
      ]
    ]))
    error_message = "An interface names an application security group that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }

  validation {
    condition = alltrue([
      for server in var.servers :
      server.backup_policy_key == null ? true : contains(keys(var.foundation.backup_policy_ids), server.backup_policy_key)
    ])
    error_message = "A server names a backup policy that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }

  validation {
    condition = alltrue([
      for server in var.servers :
      server.capacity_group_key == null ? true : contains(keys(var.foundation.capacity_group_ids), server.capacity_group_key)
    ])
    error_message = "A server has reserved capacity that foundation/ does not have: apply foundation/ first, then hand its output over again."
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

variable "private_records" {
  description = "Zones of the primary site by key, with the addresses that their names have at the recovery site, or the load balancer that answers; and the VNets that see them (null = all)."
  type = map(object({
    zone     = string
    vpc_keys = optional(list(string))
    records  = map(object({ ttl_seconds = number, addresses = list(string), balancer_key = optional(string) }))
  }))
  default = {}
}

variable "private_zones" {
  description = "Which zones of private_records are private: a failover makes these, and the networks of the recovery site are answered from them. The values name those that the source knows."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for zone in var.private_zones : contains([for known in var.private_records : known.zone], zone)])
    error_message = "A private zone is not in private_records."
  }
}
