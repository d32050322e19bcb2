variable "balancers" {
  description = "Load balancers that a drill or a failover makes, by key. One with a subnet has its front in it, at the address; one without is public. Each costs money by the hour and by the gigabyte."
  type = map(object({
    label      = string
    subnet_key = optional(string)
    address    = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for balancer in var.balancers : balancer.subnet_key == null ? balancer.address == null : contains(keys(var.foundation.subnet_ids), balancer.subnet_key)])
    error_message = "A load balancer names a subnet that is not there, or has an address and no subnet."
  }
}

variable "listeners" {
  description = "Listeners by key: where they lead, and what is asked to see who answers. The key of a target pool is that of the balancer, a slash, and its own."
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
  default = {}

  validation {
    condition     = alltrue([for listener in var.listeners : contains(keys(var.balancers), listener.balancer_key) && startswith(listener.target_pool_key, "${listener.balancer_key}/")])
    error_message = "A listener names a load balancer that is not there, or a target pool of another one."
  }

  validation {
    condition     = alltrue([for listener in var.listeners : contains(["Tcp", "Udp"], listener.protocol) && (!listener.keeps_address || listener.port == listener.target_port)])
    error_message = "A listener speaks Tcp or Udp, and has the port of its targets where these see the address of the front."
  }

  validation {
    condition     = alltrue([for listener in var.listeners : listener.probe == null ? true : contains(["Http", "Https", "Tcp"], listener.probe.protocol) && (listener.probe.protocol == "Tcp") == (listener.probe.path == null)])
    error_message = "A probe is Tcp, or Http or Https with a path."
  }
}

variable "pool_targets" {
  description = "Which servers of this root answer behind which target pool, by which of their cards, and which address of it."
  type = map(object({
    target_pool_key = string
    server_key      = string
    interface_key   = string
    address_index   = number
  }))
  default = {}

  validation {
    condition     = alltrue([for target in var.pool_targets : contains(keys(var.servers), target.server_key)])
    error_message = "A target names a server that is not in servers."
  }
}
