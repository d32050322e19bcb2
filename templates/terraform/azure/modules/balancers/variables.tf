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
  description = "Availability zones that fronts are in; none in a region that has none."
  type        = list(string)
}

variable "subnet_ids" {
  description = "Ids of the subnets, by key."
  type        = map(string)
}

variable "balancers" {
  description = "Load balancers by key. One with a subnet has its front in it, one without is public."
  type = map(object({
    label      = string
    subnet_key = optional(string)
    address    = optional(string)
  }))
}

variable "listeners" {
  description = "Listeners by key. The key of a target pool is that of the balancer, a slash, and its own."
  type = map(object({
    balancer_key    = string
    protocol        = string
    port            = number
    target_pool_key = string
    target_port     = number
    keeps_address   = bool
    probe = optional(object({
      protocol = string
      port     = number
      path     = optional(string)
    }))
  }))
}
