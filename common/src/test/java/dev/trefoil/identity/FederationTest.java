package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each cloud's three pairs, by the vendors' libraries, against token services that check. */
class FederationTest {
  private final LoopbackTls tls = LoopbackTls.create();
  private final EmulatedIdentities identities = EmulatedIdentities.start(tls, Clock.systemUTC());

  @AfterEach
  void stop() {
    identities.close();
    tls.close();
  }

  @Test
  void onAwsManyColdCallsCauseOneExchangeAPair() throws Exception {
    coldCalls(HostCloud.AWS);

    assertThat(exchanges())
        .isEqualTo(
            Map.of(
                // Keys for each of the three chains.
                "aws-credentials GetCredentials issued", 3L,
                "aws-sts GetWebIdentityToken issued", 1L,
                "entra token issued", 1L,
                // Google's, to see whose keys have signed.
                "aws-sts GetCallerIdentity issued", 1L,
                "google-sts token issued", 1L));
  }

  @Test
  void onAzureManyColdCallsCauseOneExchangeAPair() throws Exception {
    coldCalls(HostCloud.AZURE);

    assertThat(exchanges())
        .isEqualTo(
            Map.of(
                // One for Azure OpenAI; the other is shown to both clouds.
                "azure-identity token issued", 2L,
                "aws-sts AssumeRoleWithWebIdentity issued", 1L,
                "google-sts token issued", 1L));
  }

  @Test
  void onGoogleCloudManyColdCallsCauseOneExchangeAPair() throws Exception {
    coldCalls(HostCloud.GCP);

    assertThat(exchanges())
        .isEqualTo(
            Map.of(
                "google-metadata token issued", 1L,
                "google-metadata identity issued", 2L,
                "aws-sts AssumeRoleWithWebIdentity issued", 1L,
                "entra token issued", 1L));
  }

  private Map<String, Long> exchanges() {
    return identities.ledger().exchanges().stream()
        .filter(e -> !e.service().equals(EmulatedIdentities.ISSUERS))
        .collect(Collectors.groupingBy(FederationTest::words, TreeMap::new, Collectors.counting()));
  }

  private static String words(TokenLedger.Exchange exchange) {
    return exchange.service() + " " + exchange.operation() + " " + exchange.outcome();
  }

  private void coldCalls(HostCloud host) throws IOException, InterruptedException {
    String one = ColdCallsProbe.CALLS + " calls, 1 answer";
    assertThat(HostProcess.run(ColdCallsProbe.class, host, identities, tls, Map.of(), Map.of()))
        .containsExactly(one, one, one);
  }
}
