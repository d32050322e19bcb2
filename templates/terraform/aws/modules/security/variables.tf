variable "vpc_ids" {
  description = "Ids of the VPCs, by key."
  type        = map(string)
}

variable "security_groups" {
  description = "Security groups by key."
  type = map(object({
    name        = string
    vpc_key     = string
    description = string
  }))
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
}

variable "prefix_lists" {
  description = "Prefix lists of our own by key, each of one family of addresses. A rule counts a list by `max_entries`, whatever is in it."
  type = map(object({
    name        = string
    family      = number
    max_entries = number
    blocks      = list(string)
  }))
}

variable "managed_prefix_lists" {
  description = "Names of the prefix lists that AWS keeps in the region, by key."
  type        = map(string)
}
