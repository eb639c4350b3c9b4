package dev.trefoil.door.admin;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.UsageRecords.Counted;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers {@code GET /v1/usage}: what calls have used, as JSON or CSV. */
public final class UsageEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Optional<UsageRecords> records;
  private final Set<String> operators;

  /**
   * @param records empty where usage is not recorded
   * @param operators the callers that see everybody's
   */
  public UsageEndpoint(Optional<UsageRecords> records, Set<String> operators) {
    this.records = records;
    this.operators = Set.copyOf(operators);
  }

  /**
   * Tells operators everybody's usage, and all others their own.
   *
   * @throws Problem 400 for days or columns that are none, 501 where nothing is recorded, 503 where
   *     the store does not answer
   * @throws IOException when the caller is gone
   */
  public void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    UsageRecords kept =
        records.orElseThrow(
            () ->
                Problem.of(
                    501,
                    "usage_not_recorded",
                    "Usage is not recorded: 'usage' in trefoil.yaml says whether it is."));
    LocalDate today = kept.today();
    LocalDate from = Days.of(call, "from").orElse(today.withDayOfMonth(1));
    LocalDate to = Days.of(call, "to").orElse(today);
    Days.requireSpan(from, to, UsageRecords.MOST_DAYS);
    List<UsageColumn> columns = columns(call);
    boolean csv = csv(call);
    boolean all = Operators.include(operators, call.caller());
    List<Counted> rows = UsageTable.grouped(read(kept, from, to, call.caller(), all), columns);
    byte[] body = csv ? UsageTable.csv(rows, columns) : UsageTable.json(rows, columns, from, to);
    JsonAnswer.send(
        call.requestId(), 200, csv ? "text/csv; charset=utf-8" : "application/json", sink, body);
  }

  private static List<Counted> read(
      UsageRecords kept, LocalDate from, LocalDate to, Caller caller, boolean all) throws Problem {
    try {
      return kept.read(
              from, to, all ? Optional.empty() : Optional.of(caller), Deadline.after(PATIENCE))
          .orElseThrow(
              () ->
                  Problem.invalid(
                      "from",
                      "There are more than "
                          + UsageRecords.MOST_ROWS
                          + " rows: ask for fewer days."));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private static List<UsageColumn> columns(DoorCall call) throws Problem {
    Optional<String> text = call.query().last("group_by");
    if (text.isEmpty()) {
      return List.of(UsageColumn.values());
    }
    List<UsageColumn> columns = new ArrayList<>();
    for (String name : text.get().split(",", -1)) {
      UsageColumn column =
          UsageColumn.of(name)
              .orElseThrow(
                  () ->
                      Problem.invalid(
                          "group_by",
                          "'group_by' is a list of day, tenant, caller, route, target, model."));
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    return columns;
  }

  private static boolean csv(DoorCall call) throws Problem {
    Optional<String> format = call.query().last("format");
    if (format.isPresent() && !Set.of("json", "csv").contains(format.get())) {
      throw Problem.invalid("format", "'format' is json or csv.");
    }
    return format
        .map("csv"::equals)
        .orElseGet(() -> call.headers().all("accept").contains("text/csv"));
  }
}
