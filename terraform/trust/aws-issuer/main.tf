# AWS as an issuer of tokens for other clouds: once for an account, so it has a state of its own. Destroying it would take
# the tokens of everything in the account, which is why it refuses to be.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
  }
}

resource "aws_iam_outbound_web_identity_federation" "account" {
  lifecycle {
    prevent_destroy = true
  }
}

output "issuer" {
  description = "aws_issuer of aws-to-azure"
  value       = aws_iam_outbound_web_identity_federation.account.issuer_identifier
}
