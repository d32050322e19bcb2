variable "name" {
  description = "Prefix of the names of what is made."
  type        = string
}

variable "resource_group_name" {
  description = "The resource group that everything is made in."
  type        = string
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
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
}
