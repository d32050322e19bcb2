variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string
}

variable "vpcs" {
  description = "VPCs by key: the first block, and the further ones."
  type = map(object({
    name             = string
    block            = string
    secondary_blocks = list(string)
  }))
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
}

variable "route_tables" {
  description = "Route tables by key."
  type = map(object({
    name    = string
    vpc_key = string
  }))
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
}

variable "nat_gateways" {
  description = "By the key of the VPC that has one: the public subnet it stands in."
  type        = map(object({ subnet_key = string }))
}

variable "network_acls" {
  description = "Network ACLs by key: stateless lists at the border of subnets. A subnet in none has the VPC's own, which lets everything pass."
  type = map(object({
    name        = string
    vpc_key     = string
    subnet_keys = list(string)
  }))
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
}

variable "kms_key_arn" {
  description = "The key that encrypts the flow logs; its policy must admit CloudWatch Logs."
  type        = string
}

variable "flow_log_role_arn" {
  description = "The role that VPC flow logs write with."
  type        = string
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
}
