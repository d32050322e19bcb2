variable "resource_group_name" {
  description = "The resource group that everything is made in."
  type        = string
}

variable "location" {
  description = "The recovery region."
  type        = string
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
}

variable "zones" {
  description = "Availability zones that public addresses are in; none in a region that has none."
  type        = list(string)
}

variable "vpc_ids" {
  description = "Ids of the VNets, by key."
  type        = map(string)
}

variable "vpc_names" {
  description = "Names of the VNets, by key."
  type        = map(string)
}

variable "subnet_ids" {
  description = "Ids of the subnets, by key."
  type        = map(string)
}

variable "vpn_gateways" {
  description = "VPN gateways that are made, by key: the subnet GatewaySubnet that each stands in. Each costs money by the hour, whether anybody is connected or not."
  type = map(object({
    name       = string
    subnet_key = string
    asn        = optional(number)
  }))
}

variable "remote_gateways" {
  description = "Devices at the other ends of VPNs, by key: what is behind each, where that is static; and its ASN, where it speaks BGP."
  type = map(object({
    name    = string
    address = string
    asn     = optional(number)
    blocks  = list(string)
  }))
}

variable "vpn_connections" {
  description = "VPN connections by key: of static routes, or dynamic (BGP)."
  type = map(object({
    name               = string
    vpn_gateway_key    = string
    remote_gateway_key = string
    dynamic            = bool
  }))
}

variable "used_gateways" {
  description = "Virtual network gateways that are there already, by key, each for one VNet."
  type = map(object({
    gateway_id = string
    vpc_key    = string
  }))
}

variable "used_hubs" {
  description = "Hubs of a virtual WAN that are there already, by key, each for one VNet."
  type = map(object({
    hub_id  = string
    vpc_key = string
  }))
}

variable "bgp_addresses" {
  description = "By the key of a remote gateway with an ASN: the address that the device speaks BGP from."
  type        = map(string)
}

variable "shared_keys" {
  description = "By the key of a VPN connection: the key that both ends share. Give it by the environment (TF_VAR_vpn_shared_keys); the state holds it."
  type        = map(string)
  sensitive   = true
}

variable "sku" {
  description = "What VPN gateways are: VpnGw1AZ to VpnGw5AZ; VpnGw1 to VpnGw5 where the region has no zones."
  type        = string
}
