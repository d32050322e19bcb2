variable "name" {
  description = "Name of the network manager, where there is one."
  type        = string
}

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

variable "vpc_ids" {
  description = "Ids of the VNets, by key."
  type        = map(string)
}

variable "subnet_ids" {
  description = "Ids of the subnets, by key."
  type        = map(string)
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
}

variable "admin_rule_collections" {
  description = "By key the VNets that have rules before those of all groups. Empty = no network manager is made."
  type = map(object({
    name    = string
    vpc_key = string
  }))
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
}
