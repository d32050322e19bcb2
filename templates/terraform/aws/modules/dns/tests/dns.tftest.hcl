# Without an account: terraform init && terraform test
mock_provider "aws" {}

variables {
  public_zones = { "example.org" = "Z1" }
  with_primary = true
  balancers    = { web = { dns_name = "web.elb.example", zone_id = "ZLB" } }
  failover_records = {
    shop  = { zone = "example.org", name = "shop.example.org", type = "A", ttl = 60, values = [], balancer_key = "web", alias = { dns_name = "old.elb.example", region = "eu-central-1", load_balancer_type = "application" } }
    www   = { zone = "example.org", name = "www.example.org", type = "CNAME", ttl = 60, values = ["old.elb.example"], balancer_key = "web" }
    later = { zone = "example.org", name = "later.example.org", type = "A", ttl = 60, values = ["203.0.113.7"], balancer_key = "later" }
    other = { zone = "example.com", name = "www.example.com", type = "CNAME", ttl = 60, values = ["old.elb.example"], balancer_key = "web" }
  }
  private_zones = { corp = { name = "corp.example", vpc_ids = ["vpc-1"] } }
  private_records = {
    db  = { zone_key = "corp", name = "db.corp.example", type = "A", ttl = 60, values = ["10.0.0.4"] }
    web = { zone_key = "corp", name = "web.corp.example", type = "A", ttl = 60, values = [], balancer_key = "web" }
    www = { zone_key = "corp", name = "www.corp.example", type = "CNAME", ttl = 60, values = ["gone"], balancer_key = "web" }
  }
}

run "touches_only_zones_that_are_named" {
  assert {
    condition     = keys(aws_route53_record.primary) == ["later", "shop", "www"] && keys(aws_route53_record.secondary) == ["shop", "www"]
    error_message = "Records of other zones are left alone; one whose balancer is not there waits."
  }
}

run "asks_the_primary_site_before_it_answers_for_the_other" {
  assert {
    condition     = aws_route53_health_check.primary["later"].ip_address == "203.0.113.7" && aws_route53_health_check.primary["www"].fqdn == "old.elb.example" && aws_route53_health_check.primary["www"].port == 443
    error_message = "The health check asks what the primary record says."
  }

  assert {
    condition     = aws_route53_record.primary["shop"].failover_routing_policy[0].type == "PRIMARY" && aws_route53_record.secondary["shop"].failover_routing_policy[0].type == "SECONDARY"
    error_message = "The recovery site is the second choice."
  }

  assert {
    condition     = tolist(aws_route53_record.secondary["shop"].alias)[0].name == "web.elb.example" && aws_route53_record.secondary["www"].records == toset(["web.elb.example"])
    error_message = "It answers with the balancer of the recovery site."
  }

  assert {
    condition     = !aws_route53_health_check.primary["shop"].disabled && !aws_route53_health_check.primary["shop"].invert_healthcheck
    error_message = "Checks decide by themselves."
  }
}

run "can_be_told" {
  variables {
    dns_override = "recovery"
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.primary : check.disabled && check.invert_healthcheck])
    error_message = "Disabled and inverted is unhealthy, whatever the primary site does."
  }
}

run "answers_private_names" {
  assert {
    condition     = aws_route53_record.private["db"].records == toset(["10.0.0.4"]) && tolist(aws_route53_record.private["web"].alias)[0].zone_id == "ZLB" && aws_route53_record.private["www"].records == toset(["web.elb.example"])
    error_message = "With recovery addresses, and with the balancer of the recovery site."
  }
}
