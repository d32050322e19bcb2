variable "name" {
  description = "Prefix of the names that AWS wants to be unique in the account."
  type        = string
}

variable "vpcs" {
  description = "VPCs by key: the first block, and the further ones."
  type = map(object({
    name             = string
    block            = string
    secondary_blocks = list(string)
  }))
}

variable "subnets" {
  description = "Subnets by key. `zone` counts the zones of the region from 0, in the order of their names."
  type = map(object({
    name            = string
    vpc_key         = string
    route_table_key = string
    block           = string
    zone            = number
  }))
}

variable "route_tables" {
  description = "Route tables by key."
  type = map(object({
    name    = string
    vpc_key = string
  }))
}

variable "routes" {
  description = "Routes by key; the route to the VPC itself is made by AWS."
  type = map(object({
    route_table_key = string
    family          = number
    destination     = string
    hop             = string
  }))
}

variable "nat_gateways" {
  description = "By the key of the VPC that has one: the public subnet it stands in."
  type        = map(object({ subnet_key = string }))
}

variable "kms_key_arn" {
  description = "The key that encrypts the flow logs; its policy must admit CloudWatch Logs."
  type        = string
}

variable "flow_log_role_arn" {
  description = "The role that VPC flow logs write with."
  type        = string
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
}
