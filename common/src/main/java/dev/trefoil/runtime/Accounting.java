package dev.trefoil.runtime;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.KeyDirectory;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.door.Door;
import dev.trefoil.door.admin.AccountsDoor;
import dev.trefoil.door.admin.Audit;
import dev.trefoil.door.admin.AuditEndpoint;
import dev.trefoil.door.admin.AuditTrail;
import dev.trefoil.door.admin.EraseEndpoint;
import dev.trefoil.door.admin.KeysEndpoint;
import dev.trefoil.door.admin.UsageEndpoint;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.health.HealthBook;
import dev.trefoil.job.JobSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.usage.Both;
import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.Budgets;
import dev.trefoil.usage.Limits;
import dev.trefoil.usage.UsageRecorder;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.ValueLearning;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What limits, budgets and the record of usage are made of: apart, so that a process without them
 * loads no class of it.
 *
 * @param admission whether a call may be paid for
 * @param recorder what records what calls use; empty where nothing does
 */
record Accounting(Admission admission, Optional<UsageRecorder> recorder) {
  private static final System.Logger LOG = System.getLogger(Accounting.class.getName());

  /**
   * What the configuration says.
   *
   * @throws IllegalStateException when there are budgets, and no table on this cloud to keep them
   *     in
   */
  static Accounting of(
      TrefoilConfig config, Cloud cloud, Optional<JobSettings> jobs, Optional<Store> store) {
    return new Accounting(admission(config, store), recorder(config, cloud, jobs, store));
  }

  /** Without lambdas, which would load the classes of what is not there. */
  private static Admission admission(TrefoilConfig config, Optional<Store> store) {
    if (config.budgets().isEmpty()) {
      return config.limits().isEmpty()
          ? Admission.ALL
          : limits(config, BudgetSettings.ASSUMED_OUTPUT_TOKENS);
    }
    BudgetSettings settings = config.budgets().get();
    Budgets budgets = new Budgets(settings, table(store), InstantSource.system());
    return config.limits().isEmpty()
        ? budgets
        : new Both(limits(config, settings.assumedOutputTokens()), budgets);
  }

  private static Limits limits(TrefoilConfig config, long assumedOutputTokens) {
    return new Limits(config.limits().orElseThrow(), assumedOutputTokens, System::nanoTime);
  }

  /** Budgets that nobody keeps would be spent without end. */
  private static RecordStore table(Optional<Store> store) {
    return store
        .map(Store::records)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "budgets need a table, and 'jobs' says nothing of this cloud: no call is"
                        + " answered that nobody counts"));
  }

  private static Optional<UsageRecorder> recorder(
      TrefoilConfig config, Cloud cloud, Optional<JobSettings> jobs, Optional<Store> store) {
    if (config.usage().isEmpty()) {
      return Optional.empty();
    }
    boolean ordered = ConversationStore.isOrdered(cloud, jobs);
    if (store.isEmpty() || !ordered) {
      LOG.log(
          Level.WARNING,
          "'jobs' names no table"
              + (store.isEmpty() ? "" : " of records in order (orderedTable)")
              + " on this cloud, so that 'usage' is recorded nowhere");
      return Optional.empty();
    }
    return Optional.of(
        new UsageRecorder(store.get().records(), config.usage().get(), InstantSource.system()));
  }

  /** What learns what targets are worth, from the record where there is one. */
  static ValueLearning values(
      TrefoilConfig config,
      HealthBook health,
      Optional<Accounting> accounting,
      Optional<Store> store) {
    return new ValueLearning(
        health.worths(), records(config, accounting, store), InstantSource.system());
  }

  private static Optional<UsageRecords> records(
      TrefoilConfig config, Optional<Accounting> accounting, Optional<Store> store) {
    return accounting.flatMap(Accounting::recorder).isPresent()
        ? Optional.of(
            new UsageRecords(
                store.orElseThrow().records(),
                config.usage().orElseThrow(),
                InstantSource.system()))
        : Optional.empty();
  }

  /** Who reads what happens to calls. */
  List<CallEventConsumer> consumers() {
    return recorder.isPresent() ? List.of(recorder.get()) : List.of();
  }

  /** The door by which they are seen. */
  static Door door(
      TrefoilConfig config,
      Cloud cloud,
      Optional<Accounting> accounting,
      Optional<JobSettings> jobs,
      Optional<Store> store,
      ConversationStore conversations,
      Optional<Store> files,
      Supplier<FileServices> fileServices,
      Door problems) {
    Optional<UsageRecords> records = records(config, accounting, store);
    InstantSource clock = InstantSource.system();
    Audit audit =
        new Audit(
            ConversationStore.isOrdered(cloud, jobs)
                ? store.map(kept -> new AuditTrail(kept.records(), config.audit(), clock))
                : Optional.empty(),
            clock);
    return new AccountsDoor(
        new UsageEndpoint(records, config.operators()),
        keys(config, store, audit),
        new EraseEndpoint(
            Conversations.erasure(conversations, files, fileServices.get().erasing()),
            config.operators(),
            audit,
            clock),
        new AuditEndpoint(audit, config.operators()),
        problems);
  }

  private static KeysEndpoint keys(TrefoilConfig config, Optional<Store> store, Audit audit) {
    Optional<KeyDirectory> directory = Optional.empty();
    Set<String> taken = Set.of();
    if (config.auth() instanceof AuthSettings.Keys keys) {
      taken = keys.keys().stream().map(AuthSettings.Key::name).collect(Collectors.toSet());
      directory = keys.issued().flatMap(fresh -> store).map(Store::records).map(KeyDirectory::new);
    }
    return new KeysEndpoint(directory, config.operators(), taken, audit, InstantSource.system());
  }
}
