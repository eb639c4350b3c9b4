package dev.trefoil.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The three secret stores, played here by what their references say (GetSecretValue of Secrets
 * Manager, Get Secret of Key Vault 7.4, AccessSecretVersion of Secret Manager v1): no emulator of
 * theirs can be had. Who asks is verified as the token services verify it.
 */
class SecretStoresTest {
  private static final String KEY = "sk-ant-1";

  private final LoopbackTls tls = LoopbackTls.create();
  private final EmulatedIdentities identities = EmulatedIdentities.start(tls, Clock.systemUTC());
  private final SigV4Verifier signatures =
      new SigV4Verifier("secretsmanager", identities.bedrockKeys(), Clock.systemUTC());
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer store = HttpServer.start(0, this::answer);
  private final String address = "http://127.0.0.1:" + store.port();

  @AfterEach
  void stop() {
    store.close();
    identities.close();
    tls.close();
  }

  @Test
  void awsSecretsManagerIsAskedWithTheFunctionsOwnSignature() throws Exception {
    List<String> printed =
        probe(HostCloud.AWS, Map.of(), Map.of("AWS_ENDPOINT_URL_SECRETS_MANAGER", address));

    assertThat(asked)
        .containsExactly(
            "POST / secretsmanager.GetSecretValue application/x-amz-json-1.1"
                + " {\"SecretId\":\"anthropic-key\"}",
            "POST / secretsmanager.GetSecretValue application/x-amz-json-1.1"
                + " {\"SecretId\":\"no-such-key\"}");
    assertPrinted(printed, "aws");
  }

  @Test
  void keyVaultIsAskedWithATokenForVaults() throws Exception {
    List<String> printed =
        probe(HostCloud.AZURE, Map.of("azure", ", keyVault: \"" + address + "\""), Map.of());

    assertThat(asked)
        .containsExactly(
            "GET /secrets/anthropic-key?api-version=7.4",
            "GET /secrets/no-such-key?api-version=7.4");
    assertPrinted(printed, "azure");
  }

  @Test
  void secretManagerIsAskedWithTheServiceAccountsToken() throws Exception {
    List<String> printed =
        probe(
            HostCloud.GCP,
            Map.of("gcp", ", secretsProject: my-project, secretManager: \"" + address + "\""),
            Map.of());

    String path = "GET /v1/projects/my-project/secrets/%s/versions/latest:access";
    assertThat(asked)
        .containsExactly(path.formatted("anthropic-key"), path.formatted("no-such-key"));
    assertPrinted(printed, "gcp");
  }

  @Test
  void withoutTheNameOfTheStoreTheMissingSettingIsNamed() throws Exception {
    assertThat(probe(HostCloud.AZURE, Map.of(), Map.of()))
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("AUTH identity secret on azure: ")
                    .contains("identity.azure.keyVault"));
    assertThat(asked).isEmpty();
  }

  private void assertPrinted(List<String> printed, String cloud) {
    assertThat(printed).hasSize(3);
    assertThat(printed.subList(0, 2)).containsExactly("key " + KEY, "key " + KEY);
    assertThat(printed.get(2))
        .startsWith("AUTH identity secret on " + cloud + ": secret no-such-key at 127.0.0.1:")
        .contains("HTTP 404", "no such secret");
  }

  private List<String> probe(
      HostCloud host, Map<String, String> more, Map<String, String> variables) throws Exception {
    return HostProcess.run(SecretProbe.class, host, identities, tls, more, variables);
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    StringBuilder line = new StringBuilder(request.method() + " " + request.path());
    line.append(request.query().isEmpty() ? "" : "?" + request.query());
    boolean known = line.indexOf("anthropic-key") > 0;
    boolean trusted = false;
    String answer = "{\"value\":\"" + KEY + "\\n\"}";
    if (request.method().equals("POST")) {
      String body = new String(request.body(), UTF_8);
      line.append(' ').append(request.headers().first("x-amz-target").orElse("")).append(' ');
      line.append(request.headers().first("content-type").orElse("")).append(' ').append(body);
      known = body.contains("anthropic-key");
      trusted = signatures.verify(request) instanceof Verdict.Accepted;
      answer = "{\"SecretString\":\"" + KEY + "\"}";
    } else {
      String token = request.headers().first("authorization").orElse("").replace("Bearer ", "");
      trusted = identities.ledger().issued().contains(token);
      if (request.path().startsWith("/v1/")) {
        String data = Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8));
        answer = "{\"payload\":{\"data\":\"" + data + "\"}}";
      } else {
        trusted &= Tokens.claims(token).contains("aud=https://vault.azure.net ");
      }
    }
    asked.add(line.toString());
    int status = !trusted ? 403 : known ? 200 : 404;
    String body = status == 200 ? answer : "{\"message\":\"no such secret\"}";
    exchange.send(status, new Headers(), body.getBytes(UTF_8));
  }
}
