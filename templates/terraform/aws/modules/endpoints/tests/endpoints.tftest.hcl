# Without an account: terraform init && terraform test
mock_provider "aws" {}

variables {
  endpoints = {
    s3 = {
      label              = "S3", type = "Gateway", service = "com.amazonaws.eu-west-1.s3", vpc_id = "vpc-1", route_table_ids = ["rtb-1"]
      security_group_ids = [], private_names = false, subnets = []
    }
    ssm = {
      label              = "SSM", type = "Interface", service = "com.amazonaws.eu-west-1.ssm", vpc_id = "vpc-1", route_table_ids = []
      security_group_ids = ["sg-1"], private_names = true, subnets = [{ subnet_id = "subnet-1", address = "10.0.0.9" }]
    }
  }
}

run "routes_to_gateways" {
  assert {
    condition     = aws_vpc_endpoint.this["s3"].route_table_ids == toset(["rtb-1"]) && length(aws_vpc_endpoint.this["s3"].subnet_configuration) == 0
    error_message = "A gateway stands in route tables only."
  }
}

run "puts_interfaces_at_planned_addresses" {
  assert {
    condition     = [for one in aws_vpc_endpoint.this["ssm"].subnet_configuration : one.ipv4] == ["10.0.0.9"] && aws_vpc_endpoint.this["ssm"].private_dns_enabled
    error_message = "An interface has the planned address, and answers under the name of the service."
  }

  assert {
    condition     = aws_vpc_endpoint.this["ssm"].security_group_ids == toset(["sg-1"])
    error_message = "Its groups are those of the plan."
  }
}
