locals {
  made_roles = toset(var.execution_role_arn == null ? ["switch"] : [])
}

# What Region switch takes on: it may call the two functions and look them up, and list the records of zones it redirects in
# (sample policies of execution blocks, Region switch developer guide). Nothing else.
resource "aws_iam_role" "this" {
  for_each = local.made_roles

  name        = "${var.name}-region-switch"
  description = "ARC Region switch runs the failover of ${var.name} with it"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "arc-region-switch.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.made_roles

  name = "switch"
  role = aws_iam_role.this[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "Functions"
        Effect   = "Allow"
        Action   = ["lambda:GetFunction", "lambda:InvokeFunction"]
        Resource = local.function_arns
      }],
      [for ids in(length(local.zone_ids) > 0 ? [local.zone_ids] : []) : {
        Sid      = "Records"
        Effect   = "Allow"
        Action   = ["route53:ListResourceRecordSets"]
        Resource = [for id in ids : "arn:${split(":", var.functions.recovery)[1]}:route53:::hostedzone/${id}"]
      }],
    )
  })
}
