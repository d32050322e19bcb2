output "zone_ids" {
  description = "Private zones by key."
  value       = { for key, zone in aws_route53_zone.private : key => zone.zone_id }
}

output "failover_names" {
  description = "Public names that answer with the recovery site when the primary site does not."
  value       = toset([for record in aws_route53_record.secondary : record.name])
}
