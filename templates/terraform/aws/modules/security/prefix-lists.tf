# Entries stand in the list and not alone: the list then holds these blocks and no others, whoever adds one by hand, and
# however many change, they change together, as one new version.
resource "aws_ec2_managed_prefix_list" "this" {
  for_each = var.prefix_lists

  name           = "drplan-${each.key}"
  address_family = "IPv${each.value.family}"
  max_entries    = each.value.max_entries

  dynamic "entry" {
    for_each = toset(each.value.blocks)

    content {
      cidr = entry.value
    }
  }

  tags = { Name = each.value.name }

  lifecycle {
    # A list of another family is another list; the old one goes when no rule names it any more.
    create_before_destroy = true
  }
}

# Kept by AWS: there is one in every region, under another id.
data "aws_ec2_managed_prefix_list" "aws" {
  for_each = var.managed_prefix_lists

  name = each.value
}

locals {
  prefix_list_ids = merge(
    { for key, list in aws_ec2_managed_prefix_list.this : key => list.id },
    { for key, list in data.aws_ec2_managed_prefix_list.aws : key => list.id },
  )
}
