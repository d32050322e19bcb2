variable "location" {
  description = "The region of the primary site."
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

variable "lost" {
  description = "Keys of the servers that are lost at the primary site and are to be made again. What is not named is left alone; taking a key away destroys its server."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.lost, keys(var.servers))) == 0
    error_message = "No such server: ${join(", ", setsubtract(var.lost, keys(var.servers)))}. The keys are those of servers in terraform.tfvars.json."
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

variable "subnets" {
  description = "By the plan's keys, the ids at the primary site of the subnets that servers stood in."
  type        = map(string)

  validation {
    condition     = alltrue([for id in var.subnets : can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworks/[^/]+/subnets/[^/]+$", id))])
    error_message = "An id looks like /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<name>."
  }
}

variable "network_security_groups" {
  description = "By the plan's keys, the ids at the primary site of the groups that guarded their cards."
  type        = map(string)

  validation {
    condition     = alltrue([for id in var.network_security_groups : can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/networkSecurityGroups/[^/]+$", id))])
    error_message = "An id looks like /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/networkSecurityGroups/<name>."
  }
}

variable "application_security_groups" {
  description = "By the plan's keys, the ids at the primary site of the groups that their cards were in."
  type        = map(string)

  validation {
    condition     = alltrue([for id in var.application_security_groups : can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/applicationSecurityGroups/[^/]+$", id))])
    error_message = "An id looks like /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/applicationSecurityGroups/<name>."
  }
}

variable "servers" {
  description = "Servers as they were at the primary site. Interface \"0\" is the primary one; its first address too. Disk \"os\" is the one without a LUN."
  type = map(object({
    name          = string
    resource_name = string
    size          = string
    wave          = number
    os_type       = string
    generation    = optional(string)
    zone          = optional(string)
    tags          = map(string)
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

variable "disk_encryption_set_id" {
  description = "The disk encryption set of the primary site that encrypts every disk; null: the keys that Azure keeps."
  type        = string
  default     = null
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
  default     = "drplan-failback-snapshots"
}

variable "trusted_launch_servers" {
  description = "Servers whose sources in disk_sources are of trusted launch; of snapshots that are looked up Azure says it."
  type        = list(string)
  default     = []
}
