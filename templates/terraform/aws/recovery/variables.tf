variable "region" {
  description = "The recovery region."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "A region looks like eu-west-1."
  }
}

variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.name))
    error_message = "The name starts with a letter and has lower-case letters, digits and hyphens, 32 at most."
  }
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}
}

variable "mode" {
  description = "drill closes the servers off: they may neither send nor receive. failover gives them the security groups of the plan."
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

variable "foundation" {
  description = "The output `foundation` of foundation/."
  type = object({
    vpc_ids               = map(string)
    subnet_ids            = map(string)
    subnet_vpc_keys       = map(string)
    route_table_ids       = map(string)
    security_group_ids    = map(string)
    kms_key_arn           = string
    instance_profile_name = string
    target_group_arns     = optional(map(string), {})
    public_zones          = optional(map(string), {})
    balancers = optional(map(object({
      dns_name = string
      zone_id  = string
    })), {})
  })
}

variable "servers" {
  description = "Servers that are made by a drill or a failover. Interface \"0\" is the primary one; its first address too."
  type = map(object({
    name          = string
    wave          = number
    instance_type = string
    tags          = map(string)
    root_disk = optional(object({
      type            = string
      size_gib        = number
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    data_disks = map(object({
      device_name     = string
      type            = string
      size_gib        = number
      iops            = optional(number)
      throughput_mibs = optional(number)
    }))
    interfaces = map(object({
      subnet_key          = string
      security_group_keys = list(string)
      addresses           = list(string)
      forwards            = optional(bool)
    }))
  }))

  validation {
    condition     = alltrue([for server in var.servers : contains(keys(server.interfaces), "0")])
    error_message = "No subnet at the recovery site is known for: ${join(", ", [for key, server in var.servers : key if !contains(keys(server.interfaces), "0")])}. Give its network in drplan.yaml and plan again, or add interface \"0\" here."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : contains(keys(var.foundation.subnet_ids), interface.subnet_key)
      ]
    ]))
    error_message = "An interface names a subnet that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.servers : [
        for interface in server.interfaces : [
          for group_key in interface.security_group_keys : contains(keys(var.foundation.security_group_ids), group_key)
        ]
      ]
    ]))
    error_message = "An interface names a group that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }
}

variable "appliance_routes" {
  description = "Routes by key that lead to an interface of a server of `servers` or `replicated_servers`, which has to forward."
  type = map(object({
    route_table_key = string
    family          = number
    destination     = string
    server_key      = string
    interface       = string
  }))
  default = {}

  validation {
    condition     = alltrue([for route in var.appliance_routes : contains(keys(var.foundation.route_table_ids), route.route_table_key)])
    error_message = "A route names a route table that foundation/ does not have: apply foundation/ first, then hand its output over again."
  }

  validation {
    condition = alltrue([
      for route in var.appliance_routes :
      contains(try(keys(var.servers[route.server_key].interfaces), var.replicated_servers[route.server_key].interfaces, []), route.interface)
    ])
    error_message = "A route leads to an interface of a server that is not in servers or replicated_servers."
  }
}

variable "images" {
  description = "By server key, the image to start from. A server that is not named here takes the newest image tagged drplan:vm = its key."
  type        = map(string)
  default     = {}
}

variable "image_owners" {
  description = "Accounts whose images are trusted."
  type        = list(string)
  default     = ["self"]
}

variable "snapshots" {
  description = "By server key and disk key, the snapshot a data disk is made from."
  type        = map(map(string))
  default     = {}
}
