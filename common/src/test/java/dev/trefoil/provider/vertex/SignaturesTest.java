package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private static final ByteString SENTINEL =
      ByteString.copyFromUtf8("skip_thought_signature_validator");

  private final Capabilities third = LoopbackVertex.model("gemini-3.1-pro");
  private final Capabilities second = LoopbackVertex.model("gemini-2.5-pro");

  @Test
  void bytesComeBackAsTheyWere() throws ProviderException {
    ByteString bytes = ByteString.copyFrom(new byte[] {-1, -5, 0, 62, 63});

    assertThat(Signatures.at(Signatures.of(bytes), true, third)).isEqualTo(bytes);
    assertThat(Signatures.at(Signatures.of(bytes), false, second)).isEqualTo(bytes);
    assertThat(Signatures.of(ByteString.EMPTY)).isEmpty();
  }

  @Test
  void base64ForUrlsIsReadToo() throws ProviderException {
    assertThat(Signatures.at(google("__8-"), true, third))
        .isEqualTo(ByteString.copyFrom(new byte[] {-1, -1, 62}));
  }

  @Test
  void theFirstOfCallsFromElsewhereBearsTheStandInWhereTheModelInsists() throws ProviderException {
    Optional<Signature> foreign = Optional.of(new Signature(Signature.ANTHROPIC, "c2lnbmVk"));

    assertThat(Signatures.at(foreign, true, third)).isEqualTo(SENTINEL);
    assertThat(Signatures.at(Optional.empty(), true, third)).isEqualTo(SENTINEL);
    assertThat(Signatures.at(google(""), true, third)).isEqualTo(SENTINEL);
    assertThat(Signatures.at(Optional.empty(), false, third)).isEqualTo(ByteString.EMPTY);
    assertThat(Signatures.at(foreign, true, second)).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void theStandInInItsOwnWordsIsKnown() throws ProviderException {
    assertThat(Signatures.at(google("skip_thought_signature_validator"), false, second))
        .isEqualTo(SENTINEL);
  }

  @Test
  void whatIsNotBase64IsInvalid() {
    assertThatThrownBy(() -> Signatures.at(google("!"), true, third))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.INVALID);
              assertThat(e.param()).contains("messages");
            });
  }

  private static Optional<Signature> google(String value) {
    return Optional.of(new Signature(Signature.GOOGLE, value));
  }
}
