variable "name" {
  description = "Prefix of the names of what is made."
  type        = string
}

variable "location" {
  description = "The recovery region."
  type        = string
}

variable "primary_location" {
  description = "The region of Azure that machines are replicated from."
  type        = string
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
}

variable "recovery_vault" {
  description = "The vault of Site Recovery, in the recovery region."
  type = object({
    id                  = string
    name                = string
    resource_group_name = string
  })
}

variable "disk_encryption_set_id" {
  description = "What encrypts every disk of a failover, with the key of the recovery site."
  type        = string
}

variable "capacity_group_ids" {
  description = "Ids of the groups of reserved capacity that machines name, by key."
  type        = map(string)
  default     = {}
}

variable "vpc_ids" {
  description = "Ids of the VNets of the recovery site, by key."
  type        = map(string)
}

variable "subnet_names" {
  description = "Names of the subnets of the recovery site, by key."
  type        = map(string)
}

variable "networks" {
  description = "By the key of a VNet the id of the one of the primary site that it stands for."
  type        = map(string)
}

variable "source_subnet_ids" {
  description = "Subnets of the primary site that machines write to the cache from. Each needs the service endpoint Microsoft.Storage."
  type        = list(string)
}

variable "test_networks" {
  description = "Networks of test failovers by the key of the VNet that they copy."
  type        = map(object({ blocks = list(string) }))
}

variable "test_subnets" {
  description = "Subnets of the networks of test failovers by the key of the subnet that they copy."
  type = map(object({
    name    = string
    vpc_key = string
    block   = string
  }))
}

variable "machines" {
  description = "Machines that are replicated, by key; ids are those of the primary site."
  type = map(object({
    source_vm_id       = string
    size               = string
    zone               = optional(string)
    capacity_group_key = optional(string)
    vpc_key            = string
    disks              = map(object({ source_id = string, type = string }))
    interfaces         = map(object({ source_id = string, subnet_key = string, address = optional(string) }))
  }))
}

variable "recovery_plans" {
  description = "Recovery plans by key: groups of keys of machines, in the order in which they start."
  type        = map(object({ groups = list(list(string)) }))
}
