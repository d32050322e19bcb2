output "vpn_tunnels" {
  description = "What the other end of each VPN connection has to know, by key, without its keys: the device's address, the ends of the two tunnels, and addresses inside them."
  value = {
    for key, connection in aws_vpn_connection.this : key => {
      device           = var.customer_gateways[var.vpn_connections[key].customer_gateway_key].ip_address
      addresses        = [connection.tunnel1_address, connection.tunnel2_address]
      device_inside    = [connection.tunnel1_cgw_inside_address, connection.tunnel2_cgw_inside_address]
      gateway_inside   = [connection.tunnel1_vgw_inside_address, connection.tunnel2_vgw_inside_address]
      gateway_bgp_asns = [connection.tunnel1_bgp_asn, connection.tunnel2_bgp_asn]
    }
  }
}

output "transit_attachment_ids" {
  description = "Attachments to transit gateways by key, to accept them and to put them into route tables."
  value       = { for key, attachment in aws_ec2_transit_gateway_vpc_attachment.this : key => attachment.id }
}
