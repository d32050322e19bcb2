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
  description = "Listeners by key: what each balancer listens to, and where it forwards."
  type = map(object({
    balancer_key    = string
    protocol        = string
    port            = number
    target_pool_key = string
  }))
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
