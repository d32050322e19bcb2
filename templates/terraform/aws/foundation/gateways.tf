# Ways to networks of others: VPN gateways, and attachments to transit gateways that are there already.
module "gateways" {
  source = "../modules/gateways"

  vpc_ids             = module.network.vpc_ids
  subnet_ids          = module.network.subnet_ids
  route_table_ids     = module.network.route_table_ids
  vpn_gateways        = var.vpn_gateways
  customer_gateways   = var.customer_gateways
  vpn_connections     = var.vpn_connections
  transit_attachments = var.transit_attachments
  routes              = var.gateway_routes
}
