output "vpc_ids" {
  description = "Ids of the VPCs, by key."
  value       = { for key, vpc in aws_vpc.this : key => vpc.id }
}

output "subnet_ids" {
  description = "Ids of the subnets, by key."
  value       = { for key, subnet in aws_subnet.this : key => subnet.id }
}

output "network_acl_ids" {
  description = "Network ACL ids by key."
  value       = { for key, acl in aws_network_acl.this : key => acl.id }
}

output "nat_addresses" {
  description = "Public addresses that traffic through the NAT gateways comes from, by VPC key."
  value       = { for key, address in aws_eip.nat : key => address.public_ip }
}

output "zone_names" {
  description = "Names of the zones of the region, in their order."
  value       = local.zones
}

output "route_table_ids" {
  description = "Ids of the route tables, by key."
  value       = { for key, table in aws_route_table.this : key => table.id }
}
