# Without an account: terraform init && terraform test
mock_provider "aws" {
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1" }
  }

  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2" }
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
    new = { name = "dr-web-2", label = "Web", vpc_id = "vpc-1", protocol = "HTTP", port = 8081, target_type = "instance" }
    db  = { name = "dr-db-1", label = "DB", vpc_id = "vpc-1", protocol = "TCP", port = 5432, target_type = "ip" }
  }
  listeners = {
    web-https = { balancer_key = "web", protocol = "HTTPS", port = 443, target_pool_key = "web" }
    web-http = {
      balancer_key = "web", protocol = "HTTP", port = 80
      action       = { redirect = { status_code = "HTTP_301", protocol = "HTTPS", port = "443" } }
    }
    web-none = {
      balancer_key = "web", protocol = "HTTP", port = 8080
      action       = { answer = { status_code = "404", content_type = "text/plain" } }
    }
    db-tcp = { balancer_key = "db", protocol = "TCP", port = 5432, target_pool_key = "db" }
  }
  listener_rules = {
    web-shares = {
      listener_key = "web-https", priority = 10
      conditions   = [{ host = { values = ["shop.example"] } }, { path = { values = ["/new/*"], expressions = ["^/v2"] } }]
      action       = { forward = { target_pools = { web = 90, new = 10 }, sticky_seconds = 600 } }
    }
    web-closed = {
      listener_key = "web-https", priority = 20
      conditions   = [{ source_blocks = ["10.0.0.0/8"] }, { methods = ["PUT"] }, { header = { name = "X-A", values = ["b"] } }, { query = [{ value = "c" }] }]
      action       = { answer = { status_code = "403", content_type = "text/plain", body = "No." } }
    }
    web-one = {
      listener_key = "web-https", priority = 30
      conditions   = [{ path = { values = ["/one"] } }]
      action       = { forward = { target_pools = { new = 1 } } }
    }
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

run "sends_requests_where_rules_say" {
  assert {
    condition     = { for group in one(aws_lb_listener_rule.this["web-shares"].action[0].forward).target_group : group.weight => group.arn } == { "90" = aws_lb_target_group.this["web"].arn, "10" = aws_lb_target_group.this["new"].arn }
    error_message = "Requests are shared by weight."
  }

  assert {
    condition     = one(one(aws_lb_listener_rule.this["web-shares"].action[0].forward).stickiness).duration == 600
    error_message = "A client stays with the pool that it got."
  }

  assert {
    condition     = aws_lb_listener_rule.this["web-closed"].priority == 20 && length(aws_lb_listener_rule.this["web-closed"].condition) == 4 && one(aws_lb_listener_rule.this["web-closed"].action[0].fixed_response).status_code == "403"
    error_message = "A rule asks all of its conditions, and answers by itself."
  }

  assert {
    condition     = aws_lb_listener_rule.this["web-one"].action[0].type == "forward" && length(aws_lb_listener_rule.this["web-one"].action[0].forward) == 0
    error_message = "One pool needs no shares."
  }
}

run "redirects_and_answers_what_no_rule_takes" {
  assert {
    condition     = aws_lb_listener.this["web-http"].default_action[0].type == "redirect" && one(aws_lb_listener.this["web-http"].default_action[0].redirect).protocol == "HTTPS"
    error_message = "A listener may redirect everything."
  }

  assert {
    condition     = one(aws_lb_listener.this["web-none"].default_action[0].fixed_response).status_code == "404"
    error_message = "A listener may answer by itself."
  }
}

run "refuses_a_listener_without_an_action" {
  command = plan

  variables {
    listeners = { db-tcp = { balancer_key = "db", protocol = "TCP", port = 5432 } }
  }

  expect_failures = [var.listeners]
}

run "refuses_rules_that_nobody_can_make" {
  command = plan

  variables {
    listener_rules = {
      nowhere = { listener_key = "gone", priority = 0, conditions = [], action = {} }
      twice   = { listener_key = "web-https", priority = 5, conditions = [{ source_blocks = ["10.0.0.0"] }], action = { forward = { target_pools = { gone = 1000 } } } }
      again   = { listener_key = "web-https", priority = 5, conditions = [{ methods = ["GET"], source_blocks = [] }], action = { answer = { status_code = "403", content_type = "text/plain" } } }
    }
  }

  expect_failures = [var.listener_rules]
}

run "refuses_an_encrypted_listener_without_a_certificate" {
  command = plan

  variables {
    certificates = {}
  }

  expect_failures = [var.certificates]
}
