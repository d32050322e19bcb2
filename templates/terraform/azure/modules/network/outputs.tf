output "vpc_ids" {
  description = "Ids of the VNets, by key."
  value       = { for key, vpc in azurerm_virtual_network.this : key => vpc.id }
}

output "subnet_ids" {
  description = "Ids of the subnets, by key."
  value       = { for key, subnet in azurerm_subnet.this : key => subnet.id }
}

output "route_table_ids" {
  description = "Ids of the route tables, by key."
  value       = { for key, table in azurerm_route_table.this : key => table.id }
}

output "nat_addresses" {
  description = "Public addresses that traffic through the NAT gateways comes from, by VNet key."
  value       = { for key, address in azurerm_public_ip.nat : key => address.ip_address }
}

output "subnet_names" {
  description = "Names of the subnets, by key."
  value       = { for key, subnet in azurerm_subnet.this : key => subnet.name }
}

output "vpc_names" {
  description = "Names of the VNets, by key."
  value       = { for key, vpc in azurerm_virtual_network.this : key => vpc.name }
}
