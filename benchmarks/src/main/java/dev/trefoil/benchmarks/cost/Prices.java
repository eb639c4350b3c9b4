// The clouds' list prices of functions, in US dollars, without free tiers and discounts.
package dev.trefoil.benchmarks.cost;

/**
 * Looked up in stored copies of pages: Cloud Run's of the vendor's own, Lambda's and Flex
 * Consumption's second of third parties' quotes of 2024 and 2025. The price of a Flex execution is
 * from memory.
 */
final class Prices {
  /** Said with every figure that is worked out from these. */
  static final String SOURCE =
      "list prices in US dollars without free tiers, second-hand as of 2024 and 2025, one of them from memory, of 'AWS Lambda"
          + " Pricing' (us-east-1, arm64, first tier), 'Azure Functions pricing' (Flex Consumption,"
          + " on demand, East US) and 'Cloud Run pricing' (tier 1, request-based billing)";

  /** AWS Lambda Pricing: arm64, a GB-second. */
  static final double LAMBDA_GB_SECOND = 0.0000133334;

  /** AWS Lambda Pricing: a request. */
  static final double LAMBDA_REQUEST = 0.20 / 1e6;

  /** Azure Functions pricing: Flex Consumption, on demand, a GB-second. */
  static final double FLEX_GB_SECOND = 0.000026;

  /** Azure Functions pricing: Flex Consumption, on demand, an execution. */
  static final double FLEX_EXECUTION = 0.40 / 1e6;

  /** Cloud Run pricing: request-based billing, a vCPU-second while there are requests. */
  static final double RUN_VCPU_SECOND = 0.000024;

  /** Cloud Run pricing: the same, a GiB-second. */
  static final double RUN_GIB_SECOND = 0.0000025;

  /** Cloud Run pricing: a request. */
  static final double RUN_REQUEST = 0.40 / 1e6;

  private Prices() {}
}
