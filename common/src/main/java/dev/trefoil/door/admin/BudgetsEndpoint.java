package dev.trefoil.door.admin;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.BudgetStandings;
import dev.trefoil.usage.BudgetStandings.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Answers {@code GET /v1/trefoil/budgets}: what is used of budgets, for operators. */
public final class BudgetsEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Optional<BudgetStandings> standings;
  private final Set<String> operators;

  /**
   * @param standings empty where there are no budgets
   * @param operators who may see them
   */
  public BudgetsEndpoint(Optional<BudgetStandings> standings, Set<String> operators) {
    this.standings = standings;
    this.operators = Set.copyOf(operators);
  }

  /**
   * Tells what is used of each budget of an account that the configuration names.
   *
   * @throws Problem 403 for who is no operator, 501 where there are none, 503 where the store does
   *     not answer
   * @throws IOException when the caller is gone
   */
  public void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    if (!Operators.include(operators, call.caller())) {
      throw Operators.refused();
    }
    List<Standing> read;
    try {
      read =
          standings
              .orElseThrow(
                  () ->
                      Problem.of(
                          501,
                          "no_budgets",
                          "There are no budgets: 'budgets' in trefoil.yaml says which there are."))
              .read(Deadline.after(PATIENCE));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (Standing one : read) {
            json.writeStartObject();
            json.writeStringField("object", "trefoil.budget");
            json.writeStringField("account", one.scope().kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("name", one.scope().name());
            json.writeStringField("bound", one.bound());
            json.writeNumberField("most", one.most());
            json.writeNumberField("used", one.used());
            json.writeNumberField("reserved", one.held());
            json.writeStringField("resets_at", one.ends().toString());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
