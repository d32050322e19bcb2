output "endpoint_ids" {
  description = "VPC endpoints by key, to look at them in the account."
  value       = { for key, endpoint in aws_vpc_endpoint.this : key => endpoint.id }
}
