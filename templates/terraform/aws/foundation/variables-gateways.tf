variable "vpn_gateways" {
  description = "VPN gateways by key: the VPC that each is attached to, and the route tables that learn from it. `existing_id` names one that is there already."
  type = map(object({
    name                = string
    vpc_key             = string
    asn                 = optional(number)
    existing_id         = optional(string)
    learning_table_keys = list(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for gateway in var.vpn_gateways : contains(keys(var.vpcs), gateway.vpc_key)])
    error_message = "A VPN gateway names a VPC that is not in vpcs."
  }

  validation {
    condition     = length(var.vpn_gateways) == length(distinct([for gateway in var.vpn_gateways : gateway.vpc_key]))
    error_message = "A VPC has one VPN gateway."
  }

  validation {
    condition     = alltrue([for gateway in var.vpn_gateways : can(regex("^vgw-[0-9a-f]{8,17}$", coalesce(gateway.existing_id, "vgw-00000000")))])
    error_message = "The id of a VPN gateway looks like vgw-0123456789abcdef0."
  }

  validation {
    condition     = alltrue(flatten([for gateway in var.vpn_gateways : [for table_key in gateway.learning_table_keys : contains(keys(var.route_tables), table_key)]]))
    error_message = "A VPN gateway teaches a route table that is not in route_tables."
  }
}

variable "customer_gateways" {
  description = "Devices at the other ends of VPNs, by key. `asn` is asked for even where routes are static, and means nothing there."
  type = map(object({
    name       = string
    ip_address = string
    asn        = number
  }))
  default = {}

  validation {
    condition     = alltrue([for gateway in var.customer_gateways : can(cidrnetmask("${gateway.ip_address}/32")) && gateway.asn >= 1 && gateway.asn <= 4294967295])
    error_message = "A customer gateway has a public IPv4 address, and an ASN from 1 to 4294967295."
  }
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
  default = {}

  validation {
    condition     = alltrue([for connection in var.vpn_connections : contains(keys(var.vpn_gateways), connection.vpn_gateway_key) && contains(keys(var.customer_gateways), connection.customer_gateway_key)])
    error_message = "A VPN connection names a gateway that is not in vpn_gateways or customer_gateways."
  }

  validation {
    condition     = alltrue([for connection in var.vpn_connections : alltrue([for block in connection.blocks : can(cidrnetmask(block))])])
    error_message = "Every block behind a VPN connection is an IPv4 CIDR such as 10.0.0.0/16."
  }
}

variable "transit_attachments" {
  description = "Attachments of VPCs to transit gateways that are there already, by key: one subnet of each zone."
  type = map(object({
    name               = string
    transit_gateway_id = string
    vpc_key            = string
    subnet_keys        = list(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for attachment in var.transit_attachments : can(regex("^tgw-[0-9a-f]{8,17}$", attachment.transit_gateway_id))])
    error_message = "The id of a transit gateway looks like tgw-0123456789abcdef0."
  }

  validation {
    condition     = alltrue([for attachment in var.transit_attachments : contains(keys(var.vpcs), attachment.vpc_key) && length(attachment.subnet_keys) > 0])
    error_message = "An attachment names a VPC of vpcs, and a subnet at least."
  }

  validation {
    condition     = alltrue(flatten([for attachment in var.transit_attachments : [for key in attachment.subnet_keys : try(var.subnets[key].vpc_key == attachment.vpc_key, false)]]))
    error_message = "An attachment names a subnet that is not in subnets, or not of its VPC."
  }
}

variable "gateway_routes" {
  description = "Routes by key that lead to a VPN gateway or, through an attachment, to a transit gateway."
  type = map(object({
    route_table_key        = string
    family                 = number
    destination            = string
    vpn_gateway_key        = optional(string)
    transit_attachment_key = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for route in var.gateway_routes : contains(keys(var.route_tables), route.route_table_key)])
    error_message = "A route names a route table that is not in route_tables."
  }

  validation {
    condition     = alltrue([for route in var.gateway_routes : route.vpn_gateway_key == null ? contains(keys(var.transit_attachments), coalesce(route.transit_attachment_key, " ")) : contains(keys(var.vpn_gateways), route.vpn_gateway_key) && route.transit_attachment_key == null])
    error_message = "A route leads to one gateway of vpn_gateways or one attachment of transit_attachments."
  }
}
