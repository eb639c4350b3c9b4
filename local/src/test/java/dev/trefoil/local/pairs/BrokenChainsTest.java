package dev.trefoil.local.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.TokenService;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.pairs.Pairs.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with a token, some check on the way catches it: the call fails with AUTH, says
 * at which step and in whose words, and goes on to the next target. No token that works is ever
 * issued for a pair here, so each call is a cold one; the last test gives wrong tokens to the model
 * services themselves.
 */
@TestMethodOrder(OrderAnnotation.class)
class BrokenChainsTest {
  private static Pairs pairs;

  @BeforeAll
  static void start() throws Exception {
    pairs = new Pairs(LambdaSettings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    pairs.close();
  }

  @AfterEach
  void heal() {
    pairs
        .clouds()
        .identities()
        .services()
        .values()
        .forEach(service -> service.controls().clearFault());
  }

  /**
   * A chain of two steps, broken at the first.
   *
   * @param at the token service that gives out the wrong token
   * @param step what the second step, which refuses it, is called
   */
  record Chain(String host, String service, String at, String step) {}

  static final List<Chain> CHAINS =
      List.of(
          new Chain("aws", "azure", "aws-sts", "client assertion for application "),
          new Chain("aws", "vertex_ai", "aws-credentials", "token exchange for "),
          new Chain("azure", "bedrock", "azure-identity", "AssumeRoleWithWebIdentity for "),
          new Chain("azure", "vertex_ai", "azure-identity", "token exchange for "),
          new Chain("gcp", "bedrock", "google-metadata", "AssumeRoleWithWebIdentity for "),
          new Chain("gcp", "azure", "google-metadata", "client assertion for application "));

  static List<Arguments> broken() {
    List<Arguments> all = new ArrayList<>();
    for (Chain chain : CHAINS) {
      for (Flaw flaw : Flaw.values()) {
        all.add(Arguments.of(chain, flaw));
      }
    }
    return all;
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("broken")
  void aWrongTokenIsRefusedAtTheStepThatIsNamed(Chain chain, Flaw flaw) throws Exception {
    fault(chain.at(), new Failure.Flawed(flaw));

    Answer answer = pairs.call(chain.host(), chain.service());
    Answer alone = pairs.callAlone(chain.host(), chain.service());
    String reason = pairs.reason(alone);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.provider()).isEqualTo("openai");
    assertThat(answer.trail()).contains(chain.service() + "/").contains("outcome=auth");
    String to =
        chain.service().equals("bedrock") ? "aws" : chain.service().replace("vertex_ai", "gcp");
    assertThat(reason)
        .startsWith("identity " + chain.host() + " to " + to + ": " + chain.step())
        .matches(".* at https?://[^ ]+: .*(AADSTS[0-9]+|[A-Za-z]+(_[a-z]+)?: ).*");
    assertThat(Pairs.toldReason(alone))
        .isEqualTo(chain.service() + " does not accept who Trefoil is; Trefoil's log says why");
  }

  @Order(2)
  @Test
  void aTokenServiceThatIsAwayIsNamed() throws Exception {
    fault("google-sts", new Failure.Outage());

    assertThat(pairs.reason(pairs.callAlone("azure", "vertex_ai")))
        .startsWith("identity azure to gcp: token exchange for //iam.googleapis.com/projects/");
  }

  @Order(3)
  @Test
  void aWrongTokenIsRefusedByTheModelServiceItself() throws Exception {
    for (String service :
        List.of("aws-credentials", "entra", "azure-identity", "google-metadata", "google-sts")) {
      fault(service, new Failure.Flawed(Flaw.BAD_SIGNATURE));
    }
    List<String> own = List.of("aws bedrock", "azure azure", "gcp vertex_ai");

    for (String pair : own) {
      Answer answer = pairs.call(pair.split(" ")[0], pair.split(" ")[1]);
      assertThat(answer.provider()).as(pair + " " + answer.body()).isEqualTo("openai");
      assertThat(answer.trail()).as(pair).contains("outcome=auth");
    }
  }

  @Order(4)
  @Test
  void noTokenIsToldToACallerOrALog() throws Exception {
    List<String> issued = pairs.clouds().identities().ledger().issued();

    assertThat(issued).hasSizeGreaterThan(36);
    assertThat(pairs.leaked(issued)).isEmpty();
    pairs.echo("gcp", issued.getLast());
    assertThat(pairs.leaked(issued))
        .as("the search finds a planted one")
        .contains(issued.getLast());
  }

  private static void fault(String name, Failure failure) {
    TokenService service = pairs.clouds().identities().services().get(name);
    service.controls().fault(Fault.always(failure));
  }
}
