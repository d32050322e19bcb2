variable "name" {
  description = "Prefix of the names of flow logs, which stand beside those of others."
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

variable "zones" {
  description = "Availability zones that public addresses are in; none in a region that has none."
  type        = list(string)
}

variable "vpcs" {
  description = "VNets by key: their blocks, and the DNS servers of their machines (none = those of Azure)."
  type = map(object({
    name        = string
    blocks      = list(string)
    dns_servers = optional(list(string), [])
  }))
}

variable "subnets" {
  description = "Subnets by key. `resource_name` is the key, but for subnets that Azure looks for by name; some of these take no route table."
  type = map(object({
    resource_name   = string
    vpc_key         = string
    route_table_key = optional(string)
    block           = string
  }))
}

variable "route_tables" {
  description = "Route tables by key; `learns` lets gateways add what they learn to it."
  type = map(object({
    name    = string
    vpc_key = string
    learns  = optional(bool, true)
  }))
}

variable "routes" {
  description = "Routes by key. Without one for everything Azure itself leads the rest to the internet."
  type = map(object({
    route_table_key  = string
    destination      = string
    next_hop_type    = string
    next_hop_address = optional(string)
  }))
}

variable "peerings" {
  description = "Peerings of two of the VNets, one way each, by key; `forwards` lets traffic pass that began elsewhere."
  type = map(object({
    vpc_key      = string
    peer_vpc_key = string
    forwards     = bool
  }))
}

variable "nat_gateways" {
  description = "By the key of the VNet that has one: the subnets that leave by it."
  type        = map(object({ subnet_keys = list(string) }))
}

variable "network_watcher" {
  description = "The network watcher of the region, which Azure makes with the first VNet: name (null = that of Azure) and resource group."
  type = object({
    name                = optional(string)
    resource_group_name = string
  })
}

variable "flow_log_storage_id" {
  description = "The storage account that flow logs are written to; it is in the same region."
  type        = string
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
}
