variable "endpoints" {
  description = "VPC endpoints by key: of type Gateway in route tables, of type Interface in subnets."
  type = map(object({
    label              = string
    type               = string
    service            = string
    vpc_id             = string
    route_table_ids    = list(string)
    security_group_ids = list(string)
    private_names      = bool
    subnets = list(object({
      subnet_id = string
      address   = optional(string)
    }))
  }))
}
