variable "resource_group_name" {
  description = "The resource group that everything is made in."
  type        = string
}

variable "location" {
  description = "The recovery region."
  type        = string
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
}

variable "servers" {
  description = "Servers by key. Interface \"0\" is the primary one; its first address too. Disk \"os\" is the one without a LUN."
  type = map(object({
    name               = string
    resource_name      = string
    size               = string
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
}

variable "subnet_ids" {
  description = "Ids of the subnets, by key."
  type        = map(string)
}

variable "network_security_group_ids" {
  description = "Ids of the network security groups that interfaces name, by key."
  type        = map(string)
}

variable "application_security_group_ids" {
  description = "Ids of the application security groups that interfaces name, by key."
  type        = map(string)
}

variable "disk_encryption_set_id" {
  description = "What encrypts every disk, with the key of the recovery site."
  type        = string
}

variable "encryption_at_host" {
  description = "Are caches and temporary disks encrypted too? The subscription must have the feature."
  type        = bool
}

variable "disk_sources" {
  description = "By server key and disk key, the id of the snapshot or disk that a disk is copied from."
  type        = map(map(string))
}

variable "snapshot_resource_group_name" {
  description = "Where the snapshots of disks without a source are: each has the name that its disk will have."
  type        = string
}

variable "trusted_launch_servers" {
  description = "Servers whose sources are of trusted launch; of snapshots that are looked up Azure says it."
  type        = list(string)
}

variable "capacity_group_ids" {
  description = "Ids of the groups of reserved capacity that servers name, by key."
  type        = map(string)
  default     = {}
}

variable "recovery_vault" {
  description = "The vault that backs servers up."
  type = object({
    name                = string
    resource_group_name = string
  })
}

variable "backup_policy_ids" {
  description = "Ids of the backup policies that servers name, by key."
  type        = map(string)
}
