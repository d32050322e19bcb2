output "vpn_gateway_addresses" {
  description = "Public addresses that the devices at the other ends open their tunnels to, by VPN gateway."
  value       = { for key, address in azurerm_public_ip.this : key => address.ip_address }
}
