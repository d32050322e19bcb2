variable "vpc_ids" {
  description = "Ids of the VPCs, by key."
  type        = map(string)
}

variable "subnet_ids" {
  description = "Ids of the subnets, by key."
  type        = map(string)
}

variable "route_table_ids" {
  description = "Ids of the route tables, by key."
  type        = map(string)
}

variable "vpn_gateways" {
  description = "VPN gateways by key: the VPC that each is attached to, and the route tables that learn from it. `existing_id` names one that is there already."
  type = map(object({
    name                = string
    vpc_key             = string
    asn                 = optional(number)
    existing_id         = optional(string)
    learning_table_keys = list(string)
  }))
}

variable "customer_gateways" {
  description = "Devices at the other ends of VPNs, by key. `asn` is asked for even where routes are static, and means nothing there."
  type = map(object({
    name       = string
    ip_address = string
    asn        = number
  }))
}

variable "vpn_connections" {
  description = "VPN connections by key: of static routes, which `blocks` are; or by BGP."
  type = map(object({
    name                 = string
    vpn_gateway_key      = string
    customer_gateway_key = string
    static               = bool
    blocks               = list(string)
  }))
}

variable "transit_attachments" {
  description = "Attachments of VPCs to transit gateways that are there already, by key: one subnet of each zone."
  type = map(object({
    name               = string
    transit_gateway_id = string
    vpc_key            = string
    subnet_keys        = list(string)
  }))
}

variable "routes" {
  description = "Routes by key that lead to a VPN gateway or, through an attachment, to a transit gateway."
  type = map(object({
    route_table_key        = string
    family                 = number
    destination            = string
    vpn_gateway_key        = optional(string)
    transit_attachment_key = optional(string)
  }))
}
