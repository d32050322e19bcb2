variable "balancers" {
  description = "Load balancers that a drill or a failover makes, by key. Subnets go by key, with an address or an empty text for any."
  type = map(object({
    name                = string
    label               = string
    type                = string
    internal            = bool
    security_group_keys = list(string)
    cross_zone          = optional(bool)
    subnets             = map(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for balancer in var.balancers : can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$", balancer.name)) && !startswith(balancer.name, "internal-")])
    error_message = "The name of a load balancer has letters, digits and hyphens, 32 at most, and does not begin with internal-."
  }
}

variable "target_pools" {
  description = "Target groups by key, in the root of their load balancer."
  type = map(object({
    name        = string
    label       = string
    vpc_key     = string
    protocol    = string
    port        = number
    target_type = string
    health_check = optional(object({
      protocol = string
      port     = string
      path     = optional(string)
    }))
  }))
  default = {}
}

variable "listeners" {
  description = "Listeners by key. Those with HTTPS and TLS need a certificate of their own in `certificates`. `action` is for what one target pool does not say: shares of several, a redirect, an answer."
  type = map(object({
    balancer_key    = string
    protocol        = string
    port            = number
    target_pool_key = optional(string)
    action = optional(object({
      forward = optional(object({
        target_pools   = map(number)
        sticky_seconds = optional(number)
      }))
      redirect = optional(object({
        status_code = string
        protocol    = optional(string)
        port        = optional(string)
        host        = optional(string)
        path        = optional(string)
        query       = optional(string)
      }))
      answer = optional(object({
        status_code  = string
        content_type = string
        body         = optional(string)
      }))
    }))
  }))
  default = {}

  validation {
    condition     = alltrue([for listener in var.listeners : contains(keys(var.balancers), listener.balancer_key) && (listener.target_pool_key == null || contains(keys(var.target_pools), coalesce(listener.target_pool_key, "-")))])
    error_message = "A listener names a load balancer or a target pool that is not there."
  }
}

variable "listener_rules" {
  description = "Rules of listeners by key: of those whose conditions all fit, the lowest priority decides where a request goes."
  type = map(object({
    listener_key = string
    priority     = number
    conditions = list(object({
      host = optional(object({
        values      = list(string)
        expressions = optional(list(string))
      }))
      path = optional(object({
        values      = list(string)
        expressions = optional(list(string))
      }))
      header = optional(object({
        name        = string
        values      = list(string)
        expressions = optional(list(string))
      }))
      methods = optional(list(string))
      query = optional(list(object({
        key   = optional(string)
        value = string
      })))
      source_blocks = optional(list(string))
    }))
    action = object({
      forward = optional(object({
        target_pools   = map(number)
        sticky_seconds = optional(number)
      }))
      redirect = optional(object({
        status_code = string
        protocol    = optional(string)
        port        = optional(string)
        host        = optional(string)
        path        = optional(string)
        query       = optional(string)
      }))
      answer = optional(object({
        status_code  = string
        content_type = string
        body         = optional(string)
      }))
    })
  }))
  default = {}

  validation {
    condition     = alltrue([for rule in var.listener_rules : contains(keys(var.listeners), rule.listener_key)])
    error_message = "A rule names a listener that is not there."
  }

  validation {
    condition = alltrue(flatten([
      for action in concat([for listener in var.listeners : listener.action if listener.action != null], [for rule in var.listener_rules : rule.action]) : [
        for key, weight in try(action.forward.target_pools, {}) : contains(keys(var.target_pools), key) && weight >= 0 && weight <= 999
      ]
    ]))
    error_message = "An action names a target pool that is not there, or gives it a weight that is not from 0 to 999."
  }
}

variable "pool_targets" {
  description = "Which servers of this root answer behind which target pool; with an address where the pool goes by addresses."
  type = map(object({
    target_pool_key = string
    server_key      = string
    port            = number
    address         = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for target in var.pool_targets : contains(keys(var.servers), target.server_key) || contains(keys(var.replicated_servers), target.server_key)])
    error_message = "A target names a server that is not in servers or replicated_servers."
  }
}

variable "certificates" {
  description = "By listener key, the ARN of a certificate of the recovery region. Certificates cannot be moved between regions: request or import them there."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key, listener in var.listeners : contains(keys(var.certificates), key) if contains(["HTTPS", "TLS"], listener.protocol)])
    error_message = "No certificate of the recovery region is named for: ${join(", ", [for key, listener in var.listeners : key if contains(["HTTPS", "TLS"], listener.protocol) && !contains(keys(var.certificates), key)])}. Give the ARN of one in `certificates`, by this key."
  }
}

variable "access_log_bucket" {
  description = "An S3 bucket of the recovery region that load balancers may write access logs to; null = none."
  type        = string
  default     = null
}

variable "failover_records" {
  description = "Public records by key that stand for a load balancer of the primary site. They are made for zones in `public_zones` only."
  type = map(object({
    zone         = string
    name         = string
    type         = string
    ttl          = number
    values       = list(string)
    balancer_key = string
    alias = optional(object({
      dns_name           = string
      region             = string
      load_balancer_type = string
    }))
  }))
  default = {}
}

variable "private_zones" {
  description = "Private zones of the primary site by key, with the VPCs that see them. They are made by a failover, not by a drill."
  type = map(object({
    name     = string
    vpc_keys = list(string)
  }))
  default = {}
}

variable "private_records" {
  description = "Records of private zones by key, with recovery addresses, or the load balancer that they stand for."
  type = map(object({
    zone_key     = string
    name         = string
    type         = string
    ttl          = number
    values       = list(string)
    balancer_key = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for record in var.private_records : contains(keys(var.private_zones), record.zone_key)])
    error_message = "A record names a zone that is not in private_zones."
  }
}
