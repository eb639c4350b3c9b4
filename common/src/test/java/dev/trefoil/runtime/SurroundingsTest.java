package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trefoil.policy.Cloud;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingsTest {
  @Test
  void theyAreThoseOfACloudRunFunctionUnlessSaidOtherwise() {
    assertThat(Surroundings.of(Map.of()))
        .isEqualTo(new Surroundings(Cloud.GCP, Duration.ofSeconds(60)));
  }

  @Test
  void theServerMayRunOnAnotherCloudWithAnotherLimit() {
    assertThat(Surroundings.of(Map.of("TREFOIL_HOST", "aws", "TREFOIL_TIMEOUT_SECONDS", "300")))
        .isEqualTo(new Surroundings(Cloud.AWS, Duration.ofMinutes(5)));
    assertThat(Surroundings.of(Map.of("TREFOIL_HOST", "azure")).host()).isEqualTo(Cloud.AZURE);
  }

  @Test
  void anUnknownCloudIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Surroundings.of(Map.of("TREFOIL_HOST", "AWS")))
        .withMessageContaining("TREFOIL_HOST")
        .withMessageContaining("'AWS'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3601", "-1", "1m", "", "99999999999"})
  void aTimeoutThatIsNoneIsNamed(String seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Surroundings.of(Map.of("TREFOIL_TIMEOUT_SECONDS", seconds)))
        .withMessageContaining("TREFOIL_TIMEOUT_SECONDS")
        .withMessageContaining("'" + seconds + "'");
  }
}
