package dev.trefoil.local;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.aws.AwsStore;
import dev.trefoil.store.azure.AzureStore;
import dev.trefoil.store.gcp.GcpStore;
import dev.trefoil.usage.Budgets;
import dev.trefoil.usage.Planned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A process that spends a tenant's budget until it is refused, and prints what it pays before it
 * settles: so that whoever kills it knows what it has paid. Its arguments are the configuration's
 * {@code budgets} and the tenant.
 */
final class SpendingProcess {
  /** Two hundredths of a dollar, and a bit for the prompt. */
  static final int MOST_TOKENS = 20_000;

  private static final int THREADS = 4;

  private SpendingProcess() {}

  public static void main(String[] args) {
    Budgets budgets =
        new Budgets(
            TrefoilConfig.parse(Planned.CONFIG + "budgets: " + args[0], Map.of())
                .budgets()
                .orElseThrow(),
            records(System.getenv()),
            InstantSource.system());
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        threads.execute(() -> spend(budgets, args[1]));
      }
    }
    say("done");
  }

  private static RecordStore records(Map<String, String> env) {
    StorePlaces places =
        new StorePlaces(env.get("TABLE"), Optional.ofNullable(env.get("ORDERED_TABLE")), "none");
    return switch (env.get("STORE")) {
      case "aws" ->
          AwsStore.open(
                  places,
                  region ->
                      StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
                  env)
              .records();
      case "azure" ->
          AzureStore.open(places, cancellation -> "Bearer " + env.get("TOKEN")).records();
      default ->
          GcpStore.open(
                  places,
                  GoogleCredentials.create(
                      new AccessToken("t", Date.from(Instant.now().plusSeconds(3600)))),
                  env)
              .records();
    };
  }

  private static void spend(Budgets budgets, String tenant) {
    Requirements needs = Planned.needs(MOST_TOKENS);
    Plan plan = Planned.plan("chat", needs);
    while (true) {
      try {
        Reservation held = budgets.admit(Planned.call("ada", Optional.of(tenant)), plan, needs);
        long tokens = ThreadLocalRandom.current().nextLong(MOST_TOKENS / 2, MOST_TOKENS);
        say("paid " + tokens);
        held.settle(Planned.answered(plan.steps().getFirst(), 0, tokens));
      } catch (AdmissionException e) {
        if (e.reason() == Reason.BUDGET) {
          return;
        }
        say("unavailable " + e.getMessage());
      }
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
