package dev.trefoil.local.azure.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {
  @Test
  void itIsBase64WithAnyWhiteSpace() {
    assertThat(MessageBody.of("Z3LD\r\n vG4=", true).orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("grün");
    assertThat(MessageBody.of("", true).orElseThrow()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"order-7\"}", "Z3LDvG4", "Z3LDvG4-", "no"})
  void anythingElseIsNone(String text) {
    assertThat(MessageBody.of(text, true)).isEmpty();
    assertThat(MessageBody.of(text, false).orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(text);
  }

  @Test
  void bytesThatAreNoUtf8AreNoText() {
    assertThatThrownBy(() -> MessageBody.text(new byte[] {(byte) 0xff}))
        .isInstanceOf(CharacterCodingException.class);
  }
}
