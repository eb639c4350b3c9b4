package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.OwnProcess;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.vertex.VertexEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a function's environment may hold for other programs changes neither where services are
 * called nor as whom. The emulators take nothing but our own signature and token.
 */
class AmbientSettingsTest {
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void theEnvironmentChangesNeitherWhereNorAsWhomServicesAreCalled() throws Exception {
    Path profiles =
        Files.writeString(
            folder.resolve("config"),
            "[profile other]\nendpoint_url = %s\nauth_scheme_preference = httpBearerAuth\n"
                .formatted(NOWHERE));
    assertThat(
            probe(
                Map.ofEntries(
                    Map.entry("AWS_BEARER_TOKEN_BEDROCK", "somebody-elses"),
                    Map.entry("AWS_AUTH_SCHEME_PREFERENCE", "httpBearerAuth,noAuth"),
                    Map.entry("AWS_ENDPOINT_URL", NOWHERE),
                    Map.entry("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", NOWHERE),
                    Map.entry("AWS_PROFILE", "other"),
                    Map.entry("AWS_CONFIG_FILE", profiles.toString()),
                    Map.entry("AWS_ACCESS_KEY_ID", "AKIDOTHER"),
                    Map.entry("AWS_SECRET_ACCESS_KEY", "other"),
                    Map.entry("GOOGLE_API_USE_MTLS_ENDPOINT", "always"),
                    Map.entry("GOOGLE_API_USE_CLIENT_CERTIFICATE", "true"),
                    Map.entry("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "example.com"),
                    Map.entry("GOOGLE_CLOUD_QUOTA_PROJECT", "other"),
                    Map.entry("HTTP_PROXY", NOWHERE),
                    Map.entry("HTTPS_PROXY", NOWHERE),
                    Map.entry("http_proxy", NOWHERE),
                    Map.entry("https_proxy", NOWHERE))))
        .containsExactly(
            "bedrock plain: answered",
            "bedrock streamed: answered",
            "bedrock embeddings: answered",
            "vertex plain: answered",
            "vertex streamed: answered",
            "vertex embeddings: answered");
  }

  private static List<String> probe(Map<String, String> environment)
      throws IOException, InterruptedException {
    try (LoopbackTls tls = LoopbackTls.create();
        BedrockEmulator bedrock =
            BedrockEmulator.start("bedrock", AwsKeyring.of("AKIDEXAMPLE", "right"));
        VertexEmulator vertex =
            VertexEmulator.start("vertex", BearerVerifier.accepting("right", "test"), tls)) {
      return OwnProcess.run(
          AmbientProbe.class,
          tls.jvmOptions(),
          List.of(bedrock.endpoint().toString(), vertex.endpoint().toString()),
          environment);
    }
  }
}
