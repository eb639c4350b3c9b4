package dev.trefoil.guardrail;

import java.util.OptionalDouble;

/**
 * What clouds' guardrail services take for a unit of 1,000 characters, in dollars, as far as there
 * is something to quote. The declaration of a check may say another.
 */
final class ServicePrices {
  // Source: Amazon Bedrock's price list as techjacksolutions.com ("What Is Amazon Bedrock
  // Guardrails", verified 2026-05-14) and hivebook.wiki ("AWS Bedrock Guardrails") quote it: by
  // 1,000 text units, 0.15 for content filters and for denied topics, 0.10 for personal data.
  static final OptionalDouble BEDROCK_CONTENT = OptionalDouble.of(0.15 / 1_000);
  static final OptionalDouble BEDROCK_TOPICS = OptionalDouble.of(0.15 / 1_000);
  static final OptionalDouble BEDROCK_PERSONAL_DATA = OptionalDouble.of(0.10 / 1_000);

  // Source: Microsoft Q&A, question 5533653, answered 2025-08-25: 0.38 by 1,000 text records. It
  // says nothing of prompt shields.
  static final OptionalDouble CONTENT_SAFETY_TEXT = OptionalDouble.of(0.38 / 1_000);
  static final OptionalDouble CONTENT_SAFETY_SHIELD = OptionalDouble.empty();

  /** Counted in tokens there, which its answers do not tell. */
  static final OptionalDouble MODEL_ARMOR = OptionalDouble.empty();

  private ServicePrices() {}
}
