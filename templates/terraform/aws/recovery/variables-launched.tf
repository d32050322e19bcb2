variable "replicated_servers" {
  description = "Servers that DRS launches, and nothing here: the wave they start in, and their interfaces."
  type = map(object({
    wave       = number
    interfaces = list(string)
  }))
  default = {}
}

variable "recovered_instances" {
  description = "By server key, the id of the instance that DRS has launched; null for those that it has not launched yet. The runbook writes it."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for instance_id in var.recovered_instances : instance_id == null || can(regex("^i-[0-9a-f]{8,17}$", instance_id))])
    error_message = "The id of an instance looks like i-0123456789abcdef0."
  }

  validation {
    condition     = alltrue([for key in keys(var.recovered_instances) : contains(keys(var.replicated_servers), key)])
    error_message = "DRS does not launch: ${join(", ", [for key in keys(var.recovered_instances) : key if !contains(keys(var.replicated_servers), key)])}. Take it out of recovered_instances."
  }
}
