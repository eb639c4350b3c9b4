package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedDoorsTest {
  @Test
  void theyAreThoseThatCanStreamUnlessTheirOwnerSaysOtherwise() {
    assertThat(StreamedDoors.of(Map.of()).doors())
        .containsExactlyInAnyOrder(AwsDoor.FUNCTION_URL, AwsDoor.REST_API);
    assertThat(of("function-url").doors()).containsExactly(AwsDoor.FUNCTION_URL);
    assertThat(of("rest-api, function-url").contains(AwsDoor.REST_API)).isTrue();
    assertThat(of("rest-api").contains(AwsDoor.FUNCTION_URL)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http-api", "function-url,", "REST-API"})
  void whatIsNoneIsRefusedByName(String names) {
    assertThatThrownBy(() -> of(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TREFOIL_STREAMED_DOORS");
  }

  private static StreamedDoors of(String names) {
    return StreamedDoors.of(Map.of("TREFOIL_STREAMED_DOORS", names));
  }
}
