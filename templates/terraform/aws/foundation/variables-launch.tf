variable "replicated_servers" {
  description = "Servers that DRS launches in a drill or a failover, out of its replicated disks. Interface \"0\" is the primary one; its first address too."
  type = map(object({
    name          = string
    instance_type = string
    tags          = map(string)
    interfaces = map(object({
      subnet_key          = string
      security_group_keys = list(string)
      addresses           = list(string)
      forwards            = optional(bool)
    }))
  }))
  default = {}

  validation {
    condition     = alltrue([for server in var.replicated_servers : contains(keys(server.interfaces), "0")])
    error_message = "No subnet at the recovery site is known for: ${join(", ", [for key, server in var.replicated_servers : key if !contains(keys(server.interfaces), "0")])}. Give its network in drplan.yaml and plan again, or add interface \"0\" here."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.replicated_servers : [for interface in server.interfaces : contains(keys(var.subnets), interface.subnet_key)]
    ]))
    error_message = "An interface names a subnet that is not in subnets."
  }

  validation {
    condition = alltrue(flatten([
      for server in var.replicated_servers : [
        for interface in server.interfaces : [
          for group_key in interface.security_group_keys : contains(keys(var.security_groups), group_key)
        ]
      ]
    ]))
    error_message = "An interface names a group that is not in security_groups."
  }
}
