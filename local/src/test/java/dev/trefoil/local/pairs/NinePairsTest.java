package dev.trefoil.local.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.pairs.Pairs.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every host reaches every cloud's model service, as whom its own cloud vouches for. */
class NinePairsTest {
  private static Pairs pairs;

  @BeforeAll
  static void start() throws Exception {
    pairs = new Pairs(LambdaSettings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    pairs.close();
  }

  static List<Arguments> pairs() {
    return Pairs.HOSTS.stream()
        .flatMap(host -> Pairs.SERVICES.stream().map(service -> Arguments.of(host, service)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aHostReachesAServiceAsItself(String host, String service) throws Exception {
    pairs.clouds().reset();

    Answer answer = pairs.call(host, service);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.provider()).as(answer.trail()).isEqualTo(service);
    List<JournalEntry> journal = pairs.clouds().controls(service).journal();
    assertThat(journal).hasSize(1);
    assertThat(journal.getFirst().principal()).isNotEmpty();
    String issuer = journal.getFirst().origin().issuer();
    String subject = journal.getFirst().origin().subject();
    switch (host) {
      case "aws" -> {
        // Azure knows the account by its own issuer, the others by its keys.
        assertThat(issuer)
            .matches(
                service.equals("azure") || service.equals("foundry")
                    ? "https://[0-9a-f-]+\\.tokens\\.sts\\.global\\.api\\.aws"
                    : "sts\\.amazonaws\\.com");
        assertThat(subject).isEqualTo(AwsContainerCredentialsEmulator.ROLE.arn());
      }
      case "azure" -> {
        assertThat(issuer).matches("https://sts\\.windows\\.net/[0-9a-f-]+/");
        assertThat(subject).isEqualTo(AzureIdentityEmulator.PRINCIPAL);
      }
      default -> {
        assertThat(issuer).isEqualTo("https://accounts.google.com");
        assertThat(subject).isEqualTo(GoogleMetadataEmulator.UNIQUE_ID);
      }
    }
  }

  @Test
  void noTokenIsToldToACallerOrALog() throws Exception {
    for (String host : Pairs.HOSTS) {
      for (String service : Pairs.SERVICES) {
        pairs.call(host, service);
      }
    }
    List<String> issued = pairs.clouds().identities().ledger().issued();

    assertThat(issued).hasSizeGreaterThanOrEqualTo(9);
    assertThat(pairs.leaked(issued)).isEmpty();
    pairs.echo("aws", issued.getLast());
    assertThat(pairs.leaked(issued))
        .as("the search finds a planted one")
        .contains(issued.getLast());
  }
}
