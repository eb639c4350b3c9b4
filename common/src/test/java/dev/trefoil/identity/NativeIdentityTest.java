package dev.trefoil.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trefoil.OwnProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendors' libraries, unmodified, against a token endpoint as each platform has it. */
class NativeIdentityTest {
  private static final String TOKEN = "token-that-nobody-may-see";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer platform;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext("/", this::answer);
    platform.start();
  }

  @AfterEach
  void stop() {
    platform.stop(0);
  }

  @Test
  void awsCredentialsComeFromTheContainerEndpointOnceWhenNeeded() throws Exception {
    answer =
        """
        {"AccessKeyId":"AKIA","SecretAccessKey":"secret","Token":"%s","Expiration":"%s"}
        """
            .formatted(TOKEN, Instant.now().plusSeconds(3600));

    assertThat(probe("aws", aws())).containsExactly("used AKIA", "used AKIA");
    assertThat(requests).containsExactly("/built", "/credentials Authorization=platform");
  }

  @Test
  void awsCredentialsThatCannotBeHadAreAnAuthenticationFailureThatNamesTheStep() throws Exception {
    status = 403;

    assertThat(probe("aws", aws()))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("AUTH identity aws to aws: the SDK's default credentials chain: "));
    assertThat(requests).hasSizeLessThanOrEqualTo(1 + 2 * 3);
  }

  @Test
  void anAzureTokenComesFromTheIdentityEndpointOnceWhenNeeded() throws Exception {
    answer =
        """
        {"access_token":"%s","expires_on":"%d","resource":"r","token_type":"Bearer"}
        """
            .formatted(TOKEN, Instant.now().plusSeconds(86_400).getEpochSecond());

    assertThat(probe("azure", azure()))
        .containsExactly("used Bearer " + TOKEN, "used Bearer " + TOKEN);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0)).isEqualTo("/built");
    assertThat(requests.get(1))
        .startsWith("/msi/token?")
        .contains("api-version=2019-08-01")
        .contains("resource=https")
        .contains("cognitiveservices.azure.com")
        .endsWith(" X-IDENTITY-HEADER=platform");
  }

  /**
   * Also what the library does by itself: its cache outlives credentials, and claims do not pass it
   * by. A new token is MSAL's to fetch, and is then the library's as well.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "11111111-2222-3333-4444-555555555555"})
  void aRefusedTokenOfAManagedIdentityIsFetchedAnew(String clientId) throws Exception {
    answer =
        """
        {"access_token":"token-%%d","expires_on":"%d","resource":"r","token_type":"Bearer"}
        """
            .formatted(Instant.now().plusSeconds(86_400).getEpochSecond());

    assertThat(managed(clientId, azure()))
        .containsExactly(
            "first token-1",
            "again token-1",
            "another credential token-1",
            "with claims token-1",
            "after it was refused token-2",
            "again token-2");
    assertThat(requests)
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request)
                    .startsWith("/msi/token?")
                    .endsWith(" X-IDENTITY-HEADER=platform")
                    .satisfies(
                        r ->
                            assertThat(r.contains("client_id=" + clientId))
                                .isEqualTo(!clientId.isEmpty())));
  }

  /** Virtual machines, and containers on them, have another endpoint. */
  @Test
  void onAVirtualMachineTheMetadataServiceGivesTheToken() throws Exception {
    answer =
        """
        {"access_token":"token-%%d","expires_on":"%d","resource":"r","token_type":"Bearer"}
        """
            .formatted(Instant.now().plusSeconds(86_400).getEpochSecond());

    assertThat(managed("", Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", address())))
        .startsWith("first token-1", "again token-1")
        .endsWith("after it was refused token-2", "again token-2");
    assertThat(requests)
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request).startsWith("/metadata/identity/oauth2/token?api-version="));
  }

  @Test
  void anAzureTokenThatCannotBeHadIsAnAuthenticationFailureThatNamesTheStep() throws Exception {
    status = 500;

    assertThat(probe("azure", azure()))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("AUTH identity azure to azure: the managed identity's token for "));
    assertThat(requests).hasSizeLessThanOrEqualTo(1 + 2 * 4);
  }

  @Test
  void aGoogleTokenComesFromTheMetadataServerOnceWhenNeeded() throws Exception {
    answer =
        "{\"access_token\":\"%s\",\"expires_in\":3599,\"token_type\":\"Bearer\"}".formatted(TOKEN);

    assertThat(probe("gcp", google()))
        .containsExactly("used Bearer " + TOKEN, "used Bearer " + TOKEN);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0)).isEqualTo("/built");
    assertThat(requests.get(1))
        .startsWith("/computeMetadata/v1/instance/service-accounts/default/token")
        .endsWith(" Metadata-Flavor=Google");
  }

  @Test
  void aGoogleTokenThatCannotBeHadIsAnAuthenticationFailureThatNamesTheStep() throws Exception {
    status = 404;

    assertThat(probe("gcp", google()))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "AUTH identity gcp to gcp: an access token of the metadata server: "));
    assertThat(requests).hasSizeLessThanOrEqualTo(1 + 2 * 3);
  }

  private Map<String, String> aws() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", address() + "/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", "platform",
        "AWS_EC2_METADATA_DISABLED", "true",
        "AWS_REGION", "us-east-1");
  }

  private Map<String, String> azure() {
    return Map.of("IDENTITY_ENDPOINT", address() + "/msi/token", "IDENTITY_HEADER", "platform");
  }

  private Map<String, String> google() {
    return Map.of("GCE_METADATA_HOST", address().substring("http://".length()));
  }

  private String address() {
    return "http://127.0.0.1:" + platform.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      StringBuilder request = new StringBuilder(path);
      for (String name : List.of("Authorization", "X-IDENTITY-HEADER", "Metadata-Flavor")) {
        String value = exchange.getRequestHeaders().getFirst(name);
        request.append(value == null ? "" : " " + name + "=" + value);
      }
      requests.add(request.toString());
      String good = answer.contains("%d") ? answer.formatted(requests.size()) : answer;
      byte[] body = (status == 200 ? good : "{\"error\":\"no\"}").getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Metadata-Flavor", "Google");
      exchange.sendResponseHeaders(path.equals("/built") ? 200 : status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private List<String> managed(String clientId, Map<String, String> environment)
      throws IOException, InterruptedException {
    return OwnProcess.run(ManagedIdentityProbe.class, List.of(), List.of(clientId), environment);
  }

  private List<String> probe(String cloud, Map<String, String> environment)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("HOME", File.separator + "nonexistent");
    return OwnProcess.run(
        IdentityProbe.class, List.of(), List.of(cloud, address() + "/built"), all);
  }
}
