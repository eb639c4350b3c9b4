# Functions on Google Cloud become a role on AWS: STS takes the ID token of their service account. AWS knows Google as an
# issuer without being told.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

variable "google_service_account_id" {
  description = "unique_id of the functions' service account, a number; service_account_id of terraform/gcp"
  type        = string
}

variable "audience" {
  description = "What the ID token is made out to: any name that nothing else uses"
  type        = string
  default     = "trefoil-aws"
}

variable "inference_profile_arns" {
  description = "The Bedrock inference profiles that may be called, and models that are called by their bare ids"
  type        = list(string)
}

variable "foundation_model_arns" {
  description = "The foundation models behind those profiles, one for each region that a profile routes to"
  type        = list(string)
}

variable "guardrail_arns" {
  description = "The Bedrock guardrails that the guardrails of trefoil.yaml name; none unless set"
  type        = list(string)
  default     = []
}

variable "mantle" {
  description = "Whether a service of the kind bedrock-mantle is called, which has no rights by model: all of the account's projects, and so all of its models"
  type        = bool
  default     = false
}

locals {
  # OpenAI's protocols on the runtime, by which GPT is called, ask for the account's default project besides.
  projects = distinct([
    for arn in var.inference_profile_arns : "${join(":", slice(split(":", arn), 0, 5))}:project/default"
    if length(regexall("/[a-z]+[.]openai[.]gpt-[0-9]", arn)) > 0
  ])
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["accounts.google.com"]
    }

    # For Google, AWS calls the token's azp `aud` and its aud `oaud`.
    condition {
      test     = "StringEquals"
      variable = "accounts.google.com:aud"
      values   = [var.google_service_account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "accounts.google.com:oaud"
      values   = [var.audience]
    }

    condition {
      test     = "StringEquals"
      variable = "accounts.google.com:sub"
      values   = [var.google_service_account_id]
    }
  }
}

resource "aws_iam_role" "functions" {
  name                 = "trefoil-from-gcp"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 3600
}

data "aws_iam_policy_document" "models" {
  statement {
    sid       = "Profiles"
    actions   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
    resources = var.inference_profile_arns
  }

  # Only through one of those profiles, whichever region it routes to.
  statement {
    sid       = "ModelsBehindThem"
    actions   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
    resources = var.foundation_model_arns

    condition {
      test     = "ArnEquals"
      variable = "bedrock:InferenceProfileArn"
      values   = var.inference_profile_arns
    }
  }

  dynamic "statement" {
    for_each = length(local.projects) > 0 ? ["gpt"] : []

    content {
      sid       = "DefaultProject"
      actions   = ["bedrock:InvokeModel"]
      resources = local.projects
    }
  }

  dynamic "statement" {
    for_each = var.mantle ? ["mantle"] : []

    content {
      sid       = "Mantle"
      actions   = ["bedrock-mantle:CreateInference"]
      resources = ["arn:aws:bedrock-mantle:*:*:project/*"]
    }
  }

  dynamic "statement" {
    for_each = length(var.guardrail_arns) > 0 ? ["guardrails"] : []

    content {
      sid       = "Guardrails"
      actions   = ["bedrock:ApplyGuardrail"]
      resources = var.guardrail_arns
    }
  }
}

resource "aws_iam_role_policy" "models" {
  name   = "models"
  role   = aws_iam_role.functions.id
  policy = data.aws_iam_policy_document.models.json
}

output "environment" {
  description = "For the functions on Google Cloud: deployment/trefoil.yaml reads these"
  value = {
    TREFOIL_AWS_ROLE_ARN = aws_iam_role.functions.arn
    TREFOIL_AWS_AUDIENCE = var.audience
  }
}

output "identity" {
  description = "The same as it stands in trefoil.yaml under identity"
  value = {
    aws = {
      roleArn  = aws_iam_role.functions.arn
      audience = var.audience
    }
  }
}
