variable "balancers" {
  description = "Load balancers by key, with the ids of where they stand: one subnet in each zone."
  type = map(object({
    name               = string
    label              = string
    type               = string
    internal           = bool
    security_group_ids = list(string)
    cross_zone         = optional(bool)
    subnets = list(object({
      subnet_id = string
      address   = optional(string)
    }))
  }))
}

variable "tags" {
  description = "Tags besides those of the provider."
  type        = map(string)
  default     = {}
}

variable "target_pools" {
  description = "Target groups by key."
  type = map(object({
    name        = string
    label       = string
    vpc_id      = string
    protocol    = string
    port        = number
    target_type = string
    health_check = optional(object({
      protocol = string
      port     = string
      path     = optional(string)
    }))
  }))
}

variable "listeners" {
  description = "Listeners by key: what each balancer listens to, and what is done with requests that no rule takes. One target pool for all of them goes by target_pool_key."
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

  validation {
    condition     = alltrue([for listener in var.listeners : (listener.target_pool_key == null) != (listener.action == null)])
    error_message = "A listener has a target pool for everything, or an action."
  }

  validation {
    condition = alltrue([
      for action in [for listener in var.listeners : listener.action if listener.action != null] :
      length([for is_given in [action.forward != null, action.redirect != null, action.answer != null] : is_given if is_given]) == 1
    ])
    error_message = "An action forwards, redirects or answers, and does one of these."
  }
}

variable "listener_rules" {
  description = "Rules of listeners by key: the lowest priority decides whose conditions all fit. An action forwards by weights, redirects, or answers by itself."
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
    condition     = alltrue([for rule in var.listener_rules : rule.priority >= 1 && rule.priority <= 50000 && floor(rule.priority) == rule.priority])
    error_message = "The priority of a rule is a whole number from 1 to 50000."
  }

  validation {
    condition     = length(distinct([for rule in var.listener_rules : "${rule.listener_key} ${rule.priority}"])) == length(var.listener_rules)
    error_message = "Two rules of a listener have one priority."
  }

  validation {
    condition = alltrue([
      for rule in var.listener_rules :
      length([for is_given in [rule.action.forward != null, rule.action.redirect != null, rule.action.answer != null] : is_given if is_given]) == 1
    ])
    error_message = "An action forwards, redirects or answers, and does one of these."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.listener_rules : [
        length(rule.conditions) > 0,
        [
          for one in rule.conditions :
          length([for is_given in [one.host != null, one.path != null, one.header != null, one.methods != null, one.query != null, one.source_blocks != null] : is_given if is_given]) == 1
        ]
      ]
    ]))
    error_message = "A rule has conditions, and each of them asks one thing."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.listener_rules : [
        for one in rule.conditions : [for block in coalesce(one.source_blocks, []) : can(cidrhost(block, 0))]
      ]
    ]))
    error_message = "A source block is a CIDR."
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

variable "certificates" {
  description = "By listener key, the ARN of a certificate of this region, for every listener with HTTPS or TLS."
  type        = map(string)

  validation {
    condition     = alltrue([for key, listener in var.listeners : contains(keys(var.certificates), key) if contains(["HTTPS", "TLS"], listener.protocol)])
    error_message = "No certificate of this region is named for: ${join(", ", [for key, listener in var.listeners : key if contains(["HTTPS", "TLS"], listener.protocol) && !contains(keys(var.certificates), key)])}. Give the ARN of one in `certificates`, by this key."
  }
}

variable "ssl_policy" {
  description = "What listeners with HTTPS and TLS accept: TLS 1.2 and later."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

variable "access_log_bucket" {
  description = "The S3 bucket that the load balancers write access logs to; null = none."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancers."
  type        = bool
}
