package dev.trefoil.deployment.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.ModelTable;
import dev.trefoil.deployment.models.DidYouMean.Part;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidYouMeanTest {
  private static final Set<String> FAMILIES = ModelTable.load(Map.of()).models().keySet();

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonet-4-6-20260101-v1:0, us.anthropic.claude-sonnet-4-6-20260101-v1:0, true",
    "claude-ops-5-5, claude-opus-5-5, true",
    "gtp-6.2-sol, gpt-6.2-sol, true",
    "gpt6-sol, gpt-6-sol, true",
    "gemini-3.8-flsh, gemini-3.8-flash, true",
    "gemini-3.9-flash, gemini-3.8-flash, false",
    "claude-opus-7, claude-opus-5, false"
  })
  void aNameThatIsNearlyPartOfAnIdIsPutInItsPlace(String id, String meant, boolean sameVersion) {
    assertThat(DidYouMean.part(id, FAMILIES)).contains(new Part(meant, sameVersion));
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-own", "llama-of-the-house", "x", "", "production"})
  void aNameThatIsLikeNoOtherHasNoNeighbour(String id) {
    assertThat(DidYouMean.part(id, FAMILIES)).isEmpty();
  }

  @Test
  void theNearestOfWhatIsKnownIsFoundUpToTwoLettersAway() {
    Set<String> known = Set.of("us-east-1", "us-east-2", "eu-west-1");
    assertThat(DidYouMean.known("us-esat-1", known::contains)).contains("us-east-1");
    assertThat(DidYouMean.known("eu-wst-1", known::contains)).contains("eu-west-1");
    assertThat(DidYouMean.known("uewest-1", known::contains)).contains("eu-west-1");
    assertThat(DidYouMean.known("moon-base-1", known::contains)).isEmpty();
  }
}
