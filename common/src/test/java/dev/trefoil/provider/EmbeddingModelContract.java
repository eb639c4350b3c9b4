package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.provider.ProviderException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every provider's embedding models do, against the emulator of its service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class EmbeddingModelContract {
  private static final float NEARLY = 1e-6f;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ModelEmulator emulator;
  private ModelService service;

  /** The service's emulator, on a port of its own choice. */
  protected abstract ModelEmulator start();

  /** The provider, sent to the emulator, with credentials that it accepts or not. */
  protected abstract ModelService connect(URI endpoint, boolean validCredentials);

  /** An embedding model that the service has. */
  protected abstract String modelId();

  /** How long its vectors are when nothing is said of it. */
  protected abstract int usualDimensions();

  /** A length that its vectors can have besides; empty if they have one length only. */
  protected abstract OptionalInt otherDimensions();

  /** The most inputs of one request to the service. */
  protected abstract int batch();

  /** Whether it takes tokens in place of texts. */
  protected abstract boolean takesTokens();

  /** Whether it takes the user's name; if not, that is dropped. */
  protected abstract boolean takesUser();

  @BeforeAll
  protected void startService() {
    emulator = start();
    service = connect(emulator.endpoint(), true);
  }

  @AfterAll
  protected void stopService() {
    threads.shutdownNow();
    service.close();
    emulator.close();
  }

  @BeforeEach
  protected void forget() {
    controls().clearFault();
    controls().clearReplies();
    controls().clearJournal();
  }

  protected final Controls controls() {
    return emulator.controls();
  }

  @Test
  void aTextBecomesAVector() throws ProviderException {
    Embeddings answer = embed(texts(List.of("one two three"), OptionalInt.empty()));

    assertVectors(answer, List.of("one two three"), usualDimensions());
    assertThat(answer.promptTokens()).isEqualTo(3);
    assertThat(controls().journal()).hasSize(1);
  }

  @Test
  void vectorsAreInTheOrderOfTheirTexts() throws ProviderException {
    List<String> inputs = List.of("b", "a", "ünï 🍀 code", "a", "x y");
    Embeddings answer = embed(texts(inputs, OptionalInt.empty()));

    assertVectors(answer, inputs, usualDimensions());
    assertThat(answer.promptTokens()).isEqualTo(8);
  }

  @Test
  void moreThanARequestHoldsIsSplitAndPutTogetherInOrder() throws ProviderException {
    int count = batch() == 1 ? 20 : Math.min(2048, 2 * batch() + 1);
    List<String> inputs = IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
    Embeddings answer = embed(texts(inputs, OptionalInt.empty()));

    assertVectors(answer, inputs, usualDimensions());
    assertThat(answer.promptTokens()).isEqualTo(2L * count);
    assertThat(controls().journal()).hasSize((count + batch() - 1) / batch());
  }

  @Test
  void vectorsHaveTheLengthThatIsAskedFor() throws ProviderException {
    if (otherDimensions().isEmpty()) {
      assertThat(refusal(texts(List.of("one"), OptionalInt.of(7)))).contains("dimensions");
      return;
    }
    Embeddings answer = embed(texts(List.of("one"), otherDimensions()));

    assertThat(answer.vectors()).hasSize(1);
    assertThat(answer.vectors().getFirst()).hasSize(otherDimensions().getAsInt());
  }

  @Test
  void tokensAreTakenOrRefused() throws ProviderException {
    EmbeddingRequest request =
        new EmbeddingRequest(
            List.of(new Input.Tokens(List.of(1, 2, 3)), new Input.Tokens(List.of(4))),
            OptionalInt.empty(),
            Optional.empty());
    if (!takesTokens()) {
      assertThat(refusal(request)).contains("input");
      return;
    }
    assertThat(embed(request).vectors())
        .hasSize(2)
        .allSatisfy(vector -> assertThat(vector).hasSize(usualDimensions()));
  }

  @Test
  void theUserIsToldOrDroppedAndNamed() throws ProviderException {
    EmbeddingRequest request =
        new EmbeddingRequest(
            List.of(new Input.Text("one")), OptionalInt.empty(), Optional.of("u-1"));

    assertThat(((RuledService) service).dropped(request, modelId()))
        .isEqualTo(takesUser() ? List.of() : List.of("user"));
    assertThat(embed(request).vectors()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400,INVALID",
    "403,AUTH",
    "404,MODEL_UNAVAILABLE",
    "429,THROTTLED",
    "500,OVERLOADED",
    "503,OVERLOADED"
  })
  void aRefusalIsToldByItsStatus(int status, Kind kind) {
    controls().fault(Fault.always(new Failure.NativeError(status, Optional.empty())));

    assertThat(failure(service, new Cancellation()).kind()).isEqualTo(kind);
    assertThat(controls().journal()).as("no retry").hasSize(1);
  }

  @Test
  void aThrottleKeepsTheHintWhereThereIsOne() {
    controls().fault(Fault.always(new Failure.Throttle(OptionalInt.of(7))));
    ProviderException failure = failure(service, new Cancellation());
    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));

    controls().fault(Fault.always(new Failure.Throttle(OptionalInt.empty())));
    assertThat(failure(service, new Cancellation()).retryAfter()).isEmpty();
  }

  @Test
  void aConnectionThatIsResetIsUnreachable() {
    controls().fault(Fault.always(new Failure.Reset()));

    assertThat(failure(service, new Cancellation()).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void oneFailureAmongManyRequestsFailsThemAllAndIsForgotten() throws ProviderException {
    List<String> inputs = IntStream.range(0, 3 * batch()).mapToObj(i -> "text" + i).toList();
    controls().fault(Fault.next(1, new Failure.Outage()));

    assertThatThrownBy(() -> embed(texts(inputs, OptionalInt.empty())))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OVERLOADED));
    assertThat(embed(texts(List.of("next"), OptionalInt.empty())).vectors()).hasSize(1);
  }

  @Test
  void credentialsThatAreNotAcceptedAreAnAuthenticationFailure() {
    try (ModelService stranger = connect(emulator.endpoint(), false)) {
      assertThat(failure(stranger, new Cancellation()).kind()).isEqualTo(Kind.AUTH);
    }
  }

  @Test
  void aSilentServiceIsLeftWhenTheAttemptIsCancelled() throws Exception {
    controls().fault(Fault.always(new Failure.Silent()));
    Cancellation cancellation = new Cancellation();
    Future<ProviderException> failed = threads.submit(() -> failure(service, cancellation));
    while (controls().journal().isEmpty()) {
      Thread.onSpinWait();
    }
    cancellation.cancel();

    assertThat(failed.get().kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void anAttemptThatIsAlreadyCancelledAsksNobody() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    assertThat(failure(service, cancellation).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(controls().journal()).isEmpty();
  }

  private EmbeddingModel model() {
    return service.embeddings().orElseThrow();
  }

  private Embeddings embed(EmbeddingRequest request) throws ProviderException {
    return model().embed(request, modelId(), context(new Cancellation()));
  }

  /** The field that a request is refused for, before anything is sent. */
  private Optional<String> refusal(EmbeddingRequest request) {
    try {
      embed(request);
    } catch (ProviderException e) {
      assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
      assertThat(controls().journal()).as("nothing is sent").isEmpty();
      return e.param();
    }
    throw new AssertionError("vectors");
  }

  private ProviderException failure(ModelService with, Cancellation cancellation) {
    try {
      with.embeddings()
          .orElseThrow()
          .embed(texts(List.of("one"), OptionalInt.empty()), modelId(), context(cancellation));
    } catch (ProviderException e) {
      return e;
    }
    throw new AssertionError("vectors");
  }

  private static EmbeddingRequest texts(List<String> texts, OptionalInt dimensions) {
    return new EmbeddingRequest(
        texts.stream().map(text -> (Input) new Input.Text(text)).toList(),
        dimensions,
        Optional.empty());
  }

  private static void assertVectors(Embeddings answer, List<String> texts, int dimensions) {
    assertThat(answer.vectors()).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i++) {
      float[] expected = Vectors.of(texts.get(i), dimensions);
      float[] vector = answer.vectors().get(i);
      String as = texts.get(i) + " in " + Arrays.toString(Arrays.copyOf(expected, 3));
      assertThat(vector).as(as).hasSameSizeAs(expected);
      assertThat(differing(vector, expected)).as(as).isEmpty();
    }
  }

  /** The places at which they differ: of millions of numbers AssertJ would box each. */
  private static int[] differing(float[] vector, float[] expected) {
    return IntStream.range(0, expected.length)
        .filter(i -> !(Math.abs(vector[i] - expected[i]) <= NEARLY))
        .toArray();
  }

  private static CallContext context(Cancellation cancellation) {
    return new CallContext("test", Deadline.after(Duration.ofMinutes(1)), cancellation);
  }
}
