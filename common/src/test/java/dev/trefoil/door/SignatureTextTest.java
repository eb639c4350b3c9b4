package dev.trefoil.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTextTest {
  @Test
  void aMarkComesBackAsItWas() {
    Signature signature = new Signature(Signature.BEDROCK, "anthropic Eo0B+/=\u00e4");

    assertThat(SignatureText.encode(signature)).matches("trefoil[.][A-Za-z0-9_-]+");
    assertThat(SignatureText.decode(SignatureText.encode(signature))).contains(signature);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gAAAAABo",
        "trefoil.",
        "trefoil.a",
        "trefoil.YWJj",
        "trefoil.!",
        "trefoil.AGFi"
      })
  void whatIsNoneIsNone(String text) {
    assertThat(SignatureText.decode(text)).isEmpty();
  }
}
