# Functions on Azure become a role on AWS: STS takes the token that their managed identity gets for azure-application.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

variable "tenant_id" {
  description = "The Entra tenant"
  type        = string
}

variable "application_id_uri" {
  description = "As given to azure-application"
  type        = string
}

variable "managed_identity_principal_id" {
  description = "The object id of the functions' managed identity; identity_principal_id of terraform/azure"
  type        = string
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

locals {
  issuer = "sts.windows.net/${var.tenant_id}/"
}

resource "aws_iam_openid_connect_provider" "entra" {
  url            = "https://${local.issuer}"
  client_id_list = [var.application_id_uri]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.entra.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = [var.application_id_uri]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = [var.managed_identity_principal_id]
    }
  }
}

resource "aws_iam_role" "functions" {
  name                 = "trefoil-from-azure"
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
  description = "For the functions on Azure: deployment/trefoil.yaml reads these"
  value = {
    TREFOIL_AWS_ROLE_ARN = aws_iam_role.functions.arn
  }
}

output "identity" {
  description = "The same as it stands in trefoil.yaml under identity"
  value = {
    aws = {
      roleArn = aws_iam_role.functions.arn
    }
  }
}
