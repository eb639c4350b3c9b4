package dev.trefoil.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How deep what is read may nest. */
class JsonTest {
  private static final int DEEPEST = 200;

  @Test
  void aMessageNestsToABound() throws IOException {
    byte[] deepest = nested(DEEPEST).getBytes(StandardCharsets.UTF_8);
    byte[] deeper = nested(DEEPEST + 1).getBytes(StandardCharsets.UTF_8);

    assertThat(Json.read(deepest).get("a")).isNotNull();
    assertThatThrownBy(() -> Json.read(deeper)).isInstanceOf(StreamConstraintsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50})
  void whatIsKeptOfTheDeepestMessageIsReadAgainInTextsThatHoldIt(int levels) throws IOException {
    String kept = "{\"a\":".repeat(levels) + nested(DEEPEST) + "}".repeat(levels);

    assertThat(Json.write(Json.readWhole(kept))).isEqualTo(kept);
  }

  @Test
  void textsNestToABoundToo() {
    assertThatThrownBy(() -> Json.readWhole(nested(DEEPEST + 51)))
        .isInstanceOf(StreamConstraintsException.class);
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels - 1) + "{\"a\":1}" + "}".repeat(levels - 1);
  }
}
