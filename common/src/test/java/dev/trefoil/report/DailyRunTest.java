package dev.trefoil.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.trefoil.chat.Deadline;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.net.GuardedHttp.RefusedException;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Once a day, whoever wakes. */
class DailyRunTest {
  private static final LocalDate DAY = LocalDate.parse("2026-12-01");

  private final MemoryStore memory = new MemoryStore(InstantSource.system());
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-02T06:00:00Z"));

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private DailyRun process(Store store) {
    return process(store, Optional.empty());
  }

  private DailyRun process(Store store, Optional<Webhook> webhook) {
    return new DailyRun(
        Drill.config().report().orElseThrow().settings(),
        Drill.maker(memory),
        store,
        Optional.of("q"),
        webhook,
        now::get);
  }

  /** Answers as told, and remembers what came. */
  private final class Receiver implements AutoCloseable {
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<String> bodies = new ArrayList<>();
    private final List<Headers> headers = new ArrayList<>();

    /** Statuses of its answers, in turn, the last again and again. */
    Receiver(int... statuses) throws IOException {
      server.createContext(
          "/",
          exchange -> {
            int status = statuses[Math.min(bodies.size(), statuses.length - 1)];
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            headers.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
    }

    Webhook webhook() {
      return new Webhook(
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"),
          cancellation -> "whsec_" + Base64.getEncoder().encodeToString("key".getBytes(UTF_8)),
          GuardedHttp.system(),
          true,
          (time, gone) -> {},
          now::get);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void aWebhookIsToldAndKnowsWhoTellsIt() throws Exception {
    try (Receiver receiver = new Receiver(503, 204)) {
      assertThat(process(memory.store(), Optional.of(receiver.webhook())).runIfDue(soon()))
          .contains(DAY);

      assertThat(receiver.bodies).hasSize(2).containsOnly(messages().getFirst());
      Headers sent = receiver.headers.getLast();
      assertThat(sent.getFirst("webhook-id")).isEqualTo("trefoil-report-2026-12-01");
      assertThat(sent.getFirst("webhook-timestamp")).isEqualTo("" + now.get().getEpochSecond());
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("key".getBytes(UTF_8), "HmacSHA256"));
      String signed =
          sent.getFirst("webhook-id")
              + "."
              + sent.getFirst("webhook-timestamp")
              + "."
              + receiver.bodies.getLast();
      assertThat(sent.getFirst("webhook-signature"))
          .isEqualTo(
              "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
    }
  }

  @Test
  void aWebhookThatTakesNothingIsAskedThreeTimesAndTheReportIsWrittenAllTheSame() throws Exception {
    try (Receiver receiver = new Receiver(500)) {
      DailyRun run = process(memory.store(), Optional.of(receiver.webhook()));

      assertThat(run.runIfDue(soon())).contains(DAY);
      assertThat(run.runIfDue(soon())).isEmpty();
      assertThat(receiver.bodies).hasSize(3);
      assertThat(messages()).hasSize(1);
    }
  }

  @Test
  void aWebhookOnTheInsideIsNotReached() {
    Webhook inside =
        new Webhook(
            URI.create("https://169.254.169.254/latest"),
            cancellation -> "key",
            GuardedHttp.system(),
            false,
            (time, gone) -> {},
            now::get);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> inside.tell("id", "{}", soon()));
    assertThat(inside).hasToString("the webhook at 169.254.169.254");
  }

  private List<String> messages() throws Exception {
    return memory.receive("q", 10, Duration.ofHours(1), Duration.ZERO, soon()).stream()
        .map(Received::body)
        .toList();
  }

  @Test
  void ofManyWhoWakeAtOnceOneWritesIt() throws Exception {
    Drill.run(memory, DAY);
    List<Future<Optional<LocalDate>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        all.add(threads.submit(() -> process(memory.store()).runIfDue(soon())));
      }
    }
    List<LocalDate> written = new ArrayList<>();
    for (Future<Optional<LocalDate>> one : all) {
      one.get().ifPresent(written::add);
    }

    assertThat(written).containsExactly(DAY);
    assertThat(messages())
        .singleElement()
        .satisfies(
            body ->
                assertThat(body).contains("\"calls\":60", "\"html\":\"reports/2026-12-01/html\""));
    assertThat(new String(memory.get("reports/2026-12-01/html", soon()), UTF_8))
        .contains("60 calls");
    assertThat(new String(memory.get("reports/2026-12-01/csv", soon()), UTF_8))
        .contains("2026-12-01,total,,,calls,60");
    assertThat(process(memory.store()).runIfDue(soon())).isEmpty();
  }

  @Test
  void itIsDueFromItsHourOnAndADayThatWasMissedIsMadeUpFor() {
    assertThat(process(memory.store()).due()).isEqualTo(DAY);
    now.set(Instant.parse("2026-12-02T05:59:59Z"));
    assertThat(process(memory.store()).due()).isEqualTo(DAY.minusDays(1));
    now.set(Instant.parse("2026-12-03T05:59:59Z"));
    assertThat(process(memory.store()).due()).isEqualTo(DAY);
  }

  /** At six in Tokyo the day of UTC has three hours left. */
  @Test
  void noDayIsReportedBeforeItHasEndedWhereUsageIsCounted() {
    ReportSettings said = Drill.config().report().orElseThrow().settings();
    DailyRun tokyo =
        new DailyRun(
            new ReportSettings(
                said.at(),
                ZoneId.of("Asia/Tokyo"),
                said.blobs(),
                said.queue(),
                said.clouds(),
                said.awsRegion(),
                said.provisioned()),
            Drill.maker(memory),
            memory.store(),
            Optional.empty(),
            Optional.empty(),
            now::get);

    now.set(Instant.parse("2026-12-01T21:00:00Z"));
    assertThat(tokyo.due()).isEqualTo(DAY.minusDays(1));
    now.set(Instant.parse("2026-12-02T00:00:00Z"));
    assertThat(tokyo.due()).isEqualTo(DAY);
  }

  @Test
  void withoutTimeToWriteItNobodyClaimsIt() throws Exception {
    assertThat(process(memory.store()).runIfDue(Deadline.after(Duration.ofSeconds(10)))).isEmpty();
    assertThat(process(memory.store()).runIfDue(soon())).contains(DAY);
  }

  @Test
  void whereOneDiesAnotherWritesItTenMinutesLater() throws Exception {
    BlobStore down =
        (BlobStore)
            Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, arguments) -> {
                  throw new Unreachable("it is down");
                });
    DailyRun dying = process(new Store(memory, down, memory));
    assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> dying.runIfDue(soon()));

    assertThat(process(memory.store()).runIfDue(soon())).as("at once").isEmpty();
    now.updateAndGet(before -> before.plusSeconds(601));

    assertThat(process(memory.store()).runIfDue(soon())).contains(DAY);
    assertThat(messages()).hasSize(1);
  }
}
