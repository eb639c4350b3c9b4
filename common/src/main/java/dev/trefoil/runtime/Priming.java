package dev.trefoil.runtime;

import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.identity.Identity;
import dev.trefoil.provider.ModelService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * What a process does before it is needed, so that a first call takes hardly longer than a later
 * one: it rehearses calls of its services, which asks no model, and fetches tokens. Nothing of it
 * happens where the configuration says {@code priming: false}. What fails is logged and changes
 * nothing else.
 */
public final class Priming {
  private static final System.Logger LOG = System.getLogger(Priming.class.getName());

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration REHEARSAL = Duration.ofSeconds(5);

  /** The door of adapters whose own code is not worth a rehearsal: calls come to the core. */
  public static final Door HTTP = Priming::call;

  private final TrefoilConfig config;
  private final Set<String> natives;
  private final Map<String, ModelService> models;
  private final Identity identity;
  private final Rehearsal rehearsal;
  private final Runnable callsComeFirst;
  private final AtomicBoolean standbysPrimed = new AtomicBoolean();

  /**
   * @param natives our own cloud's services that stand in a route
   * @param callsComeFirst returns when no call has to wait any more for what was begun ahead of it:
   *     spare time begins then
   */
  Priming(
      TrefoilConfig config,
      Set<String> natives,
      Map<String, ModelService> models,
      Identity identity,
      RandomGenerator random,
      Runnable callsComeFirst) {
    this.config = config;
    this.natives = Set.copyOf(natives);
    this.models = models;
    this.identity = identity;
    this.rehearsal = new Rehearsal(config, random);
    this.callsComeFirst = callsComeFirst;
  }

  /** Brings a call about as the platform would, through the adapter's own code. */
  @FunctionalInterface
  public interface Door {
    /**
     * @param handler answers it
     * @param body of a chat call in OpenAI's form
     */
    void call(HttpHandler handler, byte[] body) throws IOException;
  }

  /**
   * Primes all that this process may call, and waits for it.
   *
   * @param door by which rehearsed calls come
   */
  public void prime(Door door) {
    if (config.priming()) {
      for (String service : natives) {
        rehearse(service, Rehearsal.WARM, door);
      }
      primeStandbys(door);
    }
  }

  /**
   * Rehearses the calls of every service that is configured, and asks no one for a token: for a
   * process that is only there to have its classes recorded.
   *
   * @param door by which rehearsed calls come
   */
  public void rehearseAll(Door door) {
    for (String service : config.services().keySet()) {
      rehearse(service, Rehearsal.WARM, door);
    }
    identity.prepare();
  }

  /**
   * Begins at once, beside all else, to build the clients of our own cloud's services and to fetch
   * their tokens: for a cloud whose library takes as long to be loaded as the rest of a first call.
   */
  public void fetchAhead() {
    if (config.priming()) {
      Background.run(
          "trefoil-identity",
          Thread.NORM_PRIORITY,
          () -> {
            natives.forEach(service -> attempt(service, "built", () -> models.get(service).chat()));
            identity.fetch();
          });
    }
  }

  /**
   * Primes in the background, with what time calls leave. It begins after a second, and not before
   * the board is read: a process that is started for a call has that to do first.
   *
   * @param door by which rehearsed calls come
   */
  public void primeInSpareTime(Door door) {
    CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, Priming::inSpareTime)
        .execute(
            () -> {
              callsComeFirst.run();
              prime(door);
            });
  }

  /** Those alone that stand in for our own cloud's services, once, in the background. */
  public void primeStandbysInSpareTime() {
    if (config.priming() && !standbysPrimed.get()) {
      inSpareTime(() -> primeStandbys(HTTP));
    }
  }

  private void primeStandbys(Door door) {
    if (standbysPrimed.compareAndSet(false, true)) {
      models.keySet().stream()
          .filter(this::isStandby)
          .forEach(service -> primeStandby(service, door));
      identity.fetch();
    }
  }

  /** One whose trust is not set up stands in for nothing. */
  private boolean isStandby(String service) {
    return !natives.contains(service)
        && config
            .services()
            .get(service)
            .cloud()
            .map(identity::missing)
            .orElse(List.of())
            .isEmpty();
  }

  private void primeStandby(String service, Door door) {
    rehearse(service, 0, door);
    // Builds the client, which asks to be given tokens.
    attempt(service, "built", () -> models.get(service).chat());
  }

  private void rehearse(String service, int rounds, Door door) {
    attempt(service, "rehearsed", () -> rehearsal.of(service, rounds, door));
  }

  /** What cannot be loaded for one service must not keep the others from being primed. */
  private static void attempt(String service, String what, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(
          Level.INFO,
          "the service "
              + service
              + " could not be "
              + what
              + ", so its first call takes longer: "
              + e);
    }
  }

  /** A part of what a service's first call would need. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void inSpareTime(Runnable work) {
    Background.run("trefoil-priming", Thread.MIN_PRIORITY, work);
  }

  private static void call(HttpHandler handler, byte[] body) throws IOException {
    handler.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            new Headers().set("content-type", "application/json"),
            new ByteArrayInputStream(body),
            Deadline.after(REHEARSAL)),
        (status, headers) -> {
          if (status != 200) {
            throw new IOException("a rehearsed call was answered with " + status);
          }
          return new ByteArrayOutputStream();
        });
  }
}
