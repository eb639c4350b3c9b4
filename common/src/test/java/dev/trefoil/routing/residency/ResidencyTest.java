package dev.trefoil.routing.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a service's models keep what they are sent. */
class ResidencyTest {

  @ParameterizedTest
  @CsvSource({
    "us-east-1, us",
    "us-gov-west-1, us",
    "eu-central-1, eu",
    "eu-west-1, eu",
    "eu-west-2, uk",
    "eu-central-2, ch",
    "ap-northeast-3, jp",
    "ap-southeast-2, au",
    "ca-central-1, ca",
    "il-central-1, il",
    "mars-north-1, unknown"
  })
  void aRegionOfAwsIsInOnePlace(String region, String place) {
    assertThat(Regions.aws(region)).hasToString(place);
  }

  @ParameterizedTest
  @CsvSource({
    "swedencentral, eu",
    "uksouth, uk",
    "switzerlandnorth, ch",
    "norwayeast, no",
    "eastus2, us",
    "japaneast, jp",
    "Sweden Central, unknown"
  })
  void aRegionOfAzureIsInOnePlace(String region, String place) {
    assertThat(Regions.azure(region)).hasToString(place);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, anthropic.claude-sonnet-4-6, eu",
    "eu-west-2, anthropic.claude-sonnet-4-6, uk",
    "eu-central-1, eu.anthropic.claude-sonnet-4-6, eu",
    "eu-west-2, eu.anthropic.claude-sonnet-4-6, eu+uk",
    "us-east-1, us.amazon.nova-pro-v1:0, us",
    "ca-central-1, us.amazon.nova-pro-v1:0, ca+us",
    "ap-northeast-1, jp.anthropic.claude-sonnet-4-6, jp",
    "ap-southeast-2, au.anthropic.claude-sonnet-4-6, au",
    "ap-southeast-1, apac.amazon.nova-lite-v1:0, apac+sg",
    "us-east-1, global.anthropic.claude-sonnet-4-6, unknown",
    "us-east-1, mars.anthropic.claude-sonnet-4-6, unknown",
    "us-east-1, my-own-model, unknown",
    "mars-1, anthropic.claude-sonnet-4-6, unknown",
    "eu-west-1, arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6, eu",
    "eu-west-1, arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0, eu",
    "eu-west-1, arn:aws:bedrock:eu-west-1:123456789012:inference-profile/global.amazon.nova-lite-v1:0, unknown",
    "eu-west-1, arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0, eu+us",
    "eu-west-1, arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123, unknown",
    "eu-west-1, arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/abc123, unknown",
    "eu-west-1, arn:aws:sagemaker:eu-west-1:123456789012:endpoint/eu.x, unknown"
  })
  void aModelOnBedrockStaysInItsRegionOrItsProfilesGeography(
      String region, String model, String expected) {
    assertThat(new BedrockResidency(region).of(model, 0)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "eu, gemini-3.5-flash, 10, eu",
    "us, gemini-3.1-pro, 900000, us",
    "global, gemini-2.5-flash, 10, unknown",
    "europe-west3, gemini-2.5-flash, 128000, eu",
    "europe-west3, gemini-2.5-flash-001, 10, eu",
    "europe-west3, gemini-2.5-flash, 128001, unknown",
    "europe-west3, gemini-2.5-flash-lite, 10, unknown",
    "europe-west3, gemini-2.5-flash-preview-09-2025, 10, unknown",
    "europe-west3, text-embedding-005, 10, eu",
    "europe-west2, gemini-2.5-flash, 10, uk"
  })
  void aModelOnVertexAiStaysWhereGooglePromisesIt(
      String location, String model, long tokens, String expected) {
    Map<String, Long> promised = Map.of("gemini-2.5-flash", 128_000L, "text-embedding-005", 2_000L);

    assertThat(new VertexResidency(location, promised).of(model, tokens)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "eu, eu, true",
    "eu, us eu, true",
    "eu, us, false",
    "eu+uk, eu, false",
    "eu+uk, eu uk, true",
    "jp, apac, true",
    "apac, jp, false",
    "apac, jp apac, true",
    "unknown, eu us uk apac, false"
  })
  void aResidencyIsKeptWhenAllOfItIsWithinWhatIsPermitted(
      String residency, String permitted, boolean kept) {
    Residency known =
        residency.equals("unknown")
            ? Residency.UNKNOWN
            : new Residency(Set.of(residency.split("[+]")));

    assertThat(known.keepsTo(List.of(permitted.split(" ")))).isEqualTo(kept);
  }

  @Test
  void everyPlaceThatARegionIsInHasAName() {
    assertThat(
            Arrays.asList(
                Regions.aws("af-south-1"),
                Regions.aws("cn-north-1"),
                Regions.azure("chilecentral"),
                Regions.azure("qatarcentral"),
                Regions.google("me-central2"),
                Regions.google("asia-east2")))
        .allSatisfy(residency -> assertThat(Places.NAMES).containsAll(residency.places()));
  }
}
