# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1" }
  }

  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/a/1" }
  }
}

variables {
  access_log_bucket   = null
  deletion_protection = true
  certificates        = { web-https = "arn:aws:acm:eu-west-1:111122223333:certificate/c" }
  balancers = {
    web = {
      name    = "dr-web", label = "Web", type = "application", internal = false, security_group_ids = ["sg-1"]
      subnets = [{ subnet_id = "subnet-1" }, { subnet_id = "subnet-2" }]
    }
    db = {
      name    = "dr-db", label = "DB", type = "network", internal = true, security_group_ids = [], cross_zone = true
      subnets = [{ subnet_id = "subnet-1", address = "10.0.0.7" }]
    }
  }
  target_pools = {
    web = { name = "dr-web-1", label = "Web", vpc_id = "vpc-1", protocol = "HTTP", port = 8080, target_type = "instance", health_check = { protocol = "HTTP", port = "traffic-port", path = "/up" } }
    db  = { name = "dr-db-1", label = "DB", vpc_id = "vpc-1", protocol = "TCP", port = 5432, target_type = "ip" }
  }
  listeners = {
    web-https = { balancer_key = "web", protocol = "HTTPS", port = 443, target_pool_key = "web" }
    web-http  = { balancer_key = "web", protocol = "HTTP", port = 80, target_pool_key = "web" }
    db-tcp    = { balancer_key = "db", protocol = "TCP", port = 5432, target_pool_key = "db" }
  }
}

run "encrypts_only_what_is_encrypted" {
  assert {
    condition     = aws_lb_listener.this["web-https"].certificate_arn == "arn:aws:acm:eu-west-1:111122223333:certificate/c" && aws_lb_listener.this["web-https"].ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "A listener with HTTPS shows its certificate and takes TLS 1.2 and later."
  }

  assert {
    condition     = aws_lb_listener.this["db-tcp"].certificate_arn == null && aws_lb_listener.this["web-http"].certificate_arn == null
    error_message = "The others have none."
  }
}

run "keeps_planned_addresses_and_drops_odd_headers" {
  assert {
    condition     = [for mapping in aws_lb.this["db"].subnet_mapping : mapping.private_ipv4_address] == ["10.0.0.7"]
    error_message = "A balancer of the network has the planned address."
  }

  assert {
    condition     = aws_lb.this["web"].drop_invalid_header_fields && aws_lb.this["web"].enable_deletion_protection && aws_lb.this["db"].enable_deletion_protection
    error_message = "Odd headers are dropped, and nobody deletes a balancer by mistake."
  }

  assert {
    condition     = length(aws_lb.this["web"].access_logs) == 0
    error_message = "Without a bucket there are no access logs."
  }
}

run "writes_access_logs_where_there_is_a_bucket" {
  variables {
    access_log_bucket = "logs"
  }

  assert {
    condition     = aws_lb.this["web"].access_logs[0].bucket == "logs" && aws_lb.this["web"].access_logs[0].enabled
    error_message = "Every balancer writes to it."
  }
}

run "refuses_an_encrypted_listener_without_a_certificate" {
  command = plan

  variables {
    certificates = {}
  }

  expect_failures = [var.certificates]
}
