package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * What azure-core takes in the place of Jackson's data binding, which it would load for any body.
 */
class NoJsonBindingTest {
  @Test
  void azureCoreFindsItAndReadsBodiesAllTheSame() {
    BinaryData body = BinaryData.fromBytes("{\"a\":1}".getBytes(StandardCharsets.UTF_8));

    assertThat(body).hasToString("{\"a\":1}");
    assertThatThrownBy(() -> body.toObject(NoJsonBindingTest.class))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no JSON is bound to objects here");
  }

  @Test
  void itWritesNoObjectEither() {
    assertThatThrownBy(
            () -> new NoJsonBinding().createInstance().serialize(new ByteArrayOutputStream(), "a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
