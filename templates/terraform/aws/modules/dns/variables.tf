variable "private_zones" {
  description = "Private zones by key, with the ids of the VPCs that see them."
  type = map(object({
    name    = string
    vpc_ids = list(string)
  }))
  default = {}
}

variable "private_records" {
  description = "Records of private zones by key: values, or the balancer that a record stands for."
  type = map(object({
    zone_key     = string
    name         = string
    type         = string
    ttl          = number
    values       = list(string)
    balancer_key = optional(string)
  }))
  default = {}
}

variable "failover_records" {
  description = "Public records by key that stand for a load balancer: what they say at the primary site, and the balancer of the recovery site."
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

variable "public_zones" {
  description = "Ids of the hosted zones whose records may be made, by the name of the zone. Records of other zones are left alone."
  type        = map(string)
}

variable "balancers" {
  description = "Load balancers by key. Records whose balancer is not here wait until it is."
  type = map(object({
    dns_name = string
    zone_id  = string
  }))
}

variable "with_primary" {
  description = "Make what answers for the primary site, with its health checks. One root does, and only one."
  type        = bool
  default     = false
}

variable "health_checks" {
  description = "By record key, what the primary site is asked; TCP on port 443 unless told otherwise."
  type = map(object({
    type = string
    port = number
    path = optional(string)
  }))
  default = {}
}

variable "dns_override" {
  description = "automatic lets health checks decide; primary and recovery decide by hand."
  type        = string
  default     = "automatic"
}
