package dev.trefoil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.local.aws.LambdaHost;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SnapStart, on the real runtime interface client's way through a snapshot and back. No memory is
 * written: what came before the snapshot is still in the process, which is what is looked for.
 */
class SnapshotTest {
  private static final List<String> MODELS =
      List.of(
          "bedrock/us.anthropic.claude-sonnet-4-6", "azure/gpt-5.4", "vertex_ai/gemini-3.5-flash");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aFunctionIsPrimedForItsSnapshotWithoutAModelBeingAsked(LambdaForm form) throws Exception {
    List<TokenLedger.Exchange> before = new CopyOnWriteArrayList<>();
    try (EmulatedCloud cloud = EmulatedCloud.start(EmulatedLambda.SERVICES);
        LambdaHost host =
            start(form, cloud, () -> before.addAll(cloud.identities().ledger().exchanges()))) {
      host.awaitProcess();

      assertThat(before)
          .as("tokens for all three clouds")
          .extracting(TokenLedger.Exchange::service)
          .contains("aws-credentials", "aws-sts", "entra", "google-sts");
      for (ModelEmulator service : cloud.models().values()) {
        assertThat(service.controls().journal()).as(service.service()).isEmpty();
      }
      assertThat(Files.readString(folder.resolve("aws-1.log")))
          .doesNotContain("could not be rehearsed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRestoredFunctionUsesNoCredentialFromBeforeTheSnapshot(LambdaForm form) throws Exception {
    try (EmulatedCloud cloud = EmulatedCloud.start(EmulatedLambda.SERVICES)) {
      Runnable whileFrozen =
          () -> {
            cloud.identities().ledger().clearExchanges();
            cloud.identities().revokeIssued();
          };
      try (LambdaHost host = start(form, cloud, whileFrozen)) {
        for (String model : MODELS) {
          assertThat(ask(host, model).statusCode()).as(model).isEqualTo(200);
        }
        assertThat(cloud.identities().ledger().exchanges())
            .extracting(TokenLedger.Exchange::service)
            .contains("aws-credentials", "aws-sts", "entra", "google-sts");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstCallAfterARestoreFindsItsClassesLoaded(LambdaForm form) throws Exception {
    Path log = folder.resolve("classes.log");
    AtomicLong frozen = new AtomicLong();
    Runnable whileFrozen = () -> frozen.set(log.toFile().length());
    try (EmulatedCloud cloud = EmulatedCloud.start(EmulatedLambda.SERVICES);
        LambdaHost host = start(form, cloud, whileFrozen, "-Xlog:class+load:file=" + log)) {
      assertThat(ask(host, MODELS.getFirst()).statusCode()).isEqualTo(200);

      byte[] lines = Files.readAllBytes(log);
      List<String> loaded =
          new String(lines, (int) frozen.get(), lines.length - (int) frozen.get(), UTF_8)
              .lines()
              .filter(line -> line.contains(" source: "))
              .toList();
      assertThat(loaded)
          .hasSizeLessThanOrEqualTo(20)
          .noneMatch(line -> line.contains("dev.trefoil"))
          .as("from the function's own jars")
          .noneMatch(line -> line.contains("/target/function/lib/"));
    }
  }

  private static HttpResponse<String> ask(LambdaHost host, String model) throws Exception {
    return Http.post(
        host.port(),
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
            .formatted(model));
  }

  private LambdaHost start(
      LambdaForm form, EmulatedCloud cloud, Runnable whileFrozen, String... flags)
      throws Exception {
    return EmulatedLambda.start(
        form, cloud, folder, settings -> settings.withSnapshot(whileFrozen), flags);
  }
}
