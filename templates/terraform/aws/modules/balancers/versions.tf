terraform {
  required_version = ">= 1.9"

  required_providers {
    # The first with `regex_values` in aws_lb_listener_rule.
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.19"
    }
  }
}
