variable "vpn_gateways" {
  description = "VPN gateways that are made, by key: the subnet GatewaySubnet that each stands in. Each costs money by the hour, whether anybody is connected or not."
  type = map(object({
    name       = string
    subnet_key = string
    asn        = optional(number)
  }))
  default = {}

  validation {
    condition     = alltrue([for gateway in var.vpn_gateways : try(var.subnets[gateway.subnet_key].resource_name == "GatewaySubnet", false)])
    error_message = "A VPN gateway stands in a subnet of subnets that is called GatewaySubnet."
  }

  validation {
    condition     = length(var.vpn_gateways) == length(distinct([for gateway in var.vpn_gateways : gateway.subnet_key]))
    error_message = "A VNet has one VPN gateway."
  }
}

variable "remote_gateways" {
  description = "Devices at the other ends of VPNs, by key: what is behind each, where that is static; and its ASN, where it speaks BGP."
  type = map(object({
    name    = string
    address = string
    asn     = optional(number)
    blocks  = list(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for remote in var.remote_gateways : can(cidrnetmask("${remote.address}/32")) && alltrue([for block in remote.blocks : can(cidrnetmask(block))])])
    error_message = "A remote gateway has a public IPv4 address, and IPv4 CIDRs behind it."
  }

  validation {
    condition     = alltrue([for remote in var.remote_gateways : remote.asn != null || length(remote.blocks) > 0])
    error_message = "A remote gateway has an ASN, or blocks behind it."
  }
}

variable "vpn_connections" {
  description = "VPN connections by key: of static routes, or dynamic (BGP)."
  type = map(object({
    name               = string
    vpn_gateway_key    = string
    remote_gateway_key = string
    dynamic            = bool
  }))
  default = {}

  validation {
    condition     = alltrue([for connection in var.vpn_connections : contains(keys(var.vpn_gateways), connection.vpn_gateway_key) && contains(keys(var.remote_gateways), connection.remote_gateway_key)])
    error_message = "A VPN connection names a gateway that is not in vpn_gateways or remote_gateways."
  }
}

variable "used_gateways" {
  description = "Virtual network gateways that are there already, by key, each for one VNet."
  type = map(object({
    gateway_id = string
    vpc_key    = string
  }))
  default = {}

  validation {
    condition     = alltrue([for used in var.used_gateways : can(regex("(?i)^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworkGateways/[^/]+$", used.gateway_id))])
    error_message = "A gateway goes by its full id, with Microsoft.Network/virtualNetworkGateways."
  }

  validation {
    condition     = alltrue([for used in var.used_gateways : contains(keys(var.vpcs), used.vpc_key)])
    error_message = "A gateway is for a VNet that is not in vpcs."
  }
}

variable "used_hubs" {
  description = "Hubs of a virtual WAN that are there already, by key, each for one VNet."
  type = map(object({
    hub_id  = string
    vpc_key = string
  }))
  default = {}

  validation {
    condition     = alltrue([for used in var.used_hubs : can(regex("(?i)^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/Microsoft.Network/virtualHubs/[^/]+$", used.hub_id))])
    error_message = "A hub goes by its full id, with Microsoft.Network/virtualHubs."
  }

  validation {
    condition     = alltrue([for used in var.used_hubs : contains(keys(var.vpcs), used.vpc_key)])
    error_message = "A hub is for a VNet that is not in vpcs."
  }
}

variable "vpn_bgp_addresses" {
  description = "By the key of a remote gateway with an ASN: the address that the device speaks BGP from."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract([for key, remote in var.remote_gateways : key if remote.asn != null], keys(var.vpn_bgp_addresses))) == 0
    error_message = "The address that the device speaks BGP from is not known of: ${join(", ", setsubtract([for key, remote in var.remote_gateways : key if remote.asn != null], keys(var.vpn_bgp_addresses)))}."
  }
}

variable "vpn_shared_keys" {
  description = "By the key of a VPN connection: the key that both ends share. Give it by the environment (TF_VAR_vpn_shared_keys); the state holds it."
  type        = map(string)
  sensitive   = true
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.vpn_connections), nonsensitive(keys(var.vpn_shared_keys)))) == 0
    error_message = "No shared key is given for: ${join(", ", setsubtract(keys(var.vpn_connections), nonsensitive(keys(var.vpn_shared_keys))))}."
  }

  validation {
    condition     = alltrue([for key in values(var.vpn_shared_keys) : can(regex("^[!-~]{16,128}$", key))])
    error_message = "A shared key has 16 to 128 printable characters."
  }
}

variable "vpn_gateway_sku" {
  description = "What VPN gateways are: VpnGw1AZ to VpnGw5AZ; VpnGw1 to VpnGw5 where the region has no zones."
  type        = string
  default     = "VpnGw1AZ"

  validation {
    condition     = can(regex("^VpnGw[1-5](AZ)?$", var.vpn_gateway_sku))
    error_message = "A VPN gateway is VpnGw1 to VpnGw5, or VpnGw1AZ to VpnGw5AZ."
  }
}
