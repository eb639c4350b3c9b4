package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that throws what it should not is a failed attempt, and the next target is asked. */
@Timeout(60)
class BrokenClientTest {
  static Stream<Arguments> whatItThrows() {
    List<Throwable> all =
        List.of(
            new IllegalStateException("a bug"),
            new NoClassDefFoundError("no/such/Name"),
            new UnsatisfiedLinkError("no library"),
            new ExceptionInInitializerError("static"),
            new StackOverflowError(),
            new OutOfMemoryError("made up"),
            new AssertionError("a bug"));
    List<Arguments> cases = new ArrayList<>();
    for (Throwable thrown : all) {
      for (boolean hedged : new boolean[] {false, true}) {
        for (boolean stream : new boolean[] {false, true}) {
          cases.add(Arguments.of(thrown, hedged, stream));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("whatItThrows")
  void theNextTargetAnswers(Throwable thrown, boolean hedged, boolean stream)
      throws CallFailedException {
    Harness harness = harness(hedged, ScriptedModel.broken(thrown), saying("hello"));

    Trail trail = harness.chat(stream).trail();

    assertThat(trail.attempts().getFirst().target().service()).isEqualTo("a");
    assertThat(trail.attempts().getFirst().failure()).isPresent();
    assertThat(trail.last().orElseThrow().target().service()).isEqualTo("b");
    assertThat(harness.answer.text()).isEqualTo("hello");
    assertThat(harness.health.of(new Target("a", "m")).errors()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("whatItThrows")
  void aStreamThatItCutsIsFinishedByTheNextTarget(Throwable thrown, boolean hedged, boolean stream)
      throws CallFailedException {
    Harness harness =
        harness(hedged, ScriptedModel.broken(thrown, new TextDelta("hel")), saying("hello"));

    Answered answered = harness.chat(stream);

    assertThat(answered.trail().last().orElseThrow().target().service()).isEqualTo("b");
    Attempt cut = answered.trail().attempts().getFirst();
    assertThat(cut.estimated()).as("what the caller has of it is counted").isEqualTo(stream);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatCannotBeBuiltIsAFailedAttempt(boolean hedged) throws CallFailedException {
    Harness harness = harness(hedged, saying("never"), saying("hello"));
    harness.models.put("a", new Unbuilt());

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a model_unavailable", "b ok");
  }

  @Test
  void whatThisProcessCannotLoadIsNotTriedTwice() throws CallFailedException {
    ScriptedModel first = ScriptedModel.broken(new NoClassDefFoundError("no/such/Name"));
    Harness harness = new Harness(first, saying("hello"));

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a model_unavailable", "b ok");
    assertThat(first.calls()).hasSize(1);
  }

  @Test
  void callersAreNotToldWhatItSays() {
    Harness harness = new Harness(ScriptedModel.broken(new UnsatisfiedLinkError("/opt/secret.so")));
    harness.retry = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.last()).hasMessageNotContaining("/opt/secret.so"));
  }

  private static Harness harness(boolean hedged, ScriptedModel... models) {
    Harness harness = new Harness(models);
    harness.retry = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    return harness;
  }

  /** A service of which a class is missing. */
  private static final class Unbuilt implements ModelService {
    @Override
    public ChatModel chat() {
      throw new NoClassDefFoundError("no/such/Client");
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      throw new NoClassDefFoundError("no/such/Client");
    }

    @Override
    public void close() {}
  }
}
