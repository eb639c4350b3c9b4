package dev.trefoil.door.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.door.admin.AuditTrail.Entry;
import dev.trefoil.door.admin.AuditTrail.Page;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Answers {@code GET /v1/trefoil/audit}: what operators have done, newest first. */
public final class AuditEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int USUAL_DAYS = 31;
  private static final int USUAL_LIMIT = 20;

  private final Audit audit;
  private final Set<String> operators;

  /**
   * @param operators who may
   */
  public AuditEndpoint(Audit audit, Set<String> operators) {
    this.audit = audit;
    this.operators = Set.copyOf(operators);
  }

  /**
   * Tells operators.
   *
   * @throws Problem 400 for days, a limit or a page that are none, 403 for others, 501 where no
   *     trail is kept, 503 where the store does not answer
   * @throws IOException when the caller is gone
   */
  void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    if (!Operators.include(operators, call.caller())) {
      Audit.log(call, "was refused the audit");
      throw Operators.refused();
    }
    AuditTrail trail =
        audit
            .trail()
            .orElseThrow(
                () ->
                    Problem.of(
                        501,
                        "audit_not_kept",
                        "The audit is kept in the log alone: 'jobs' in trefoil.yaml names no table"
                            + " of records in order for this cloud."));
    LocalDate to = Days.of(call, "to").orElse(trail.today());
    LocalDate from = Days.of(call, "from").orElse(to.minusDays(USUAL_DAYS - 1L));
    Days.requireSpan(from, to, AuditTrail.MOST_DAYS);
    Page page = read(trail, from, to, call.query().last("after"), limit(call));
    Audit.log(call, "read the audit");
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "list");
          json.writeStringField("from", from.toString());
          json.writeStringField("to", to.toString());
          json.writeArrayFieldStart("data");
          for (Entry entry : page.entries()) {
            describe(json, entry);
          }
          json.writeEndArray();
          json.writeBooleanField("has_more", page.next().isPresent());
          if (page.next().isPresent()) {
            json.writeStringField("next", page.next().get());
          } else {
            json.writeNullField("next");
          }
        });
  }

  private static Page read(
      AuditTrail trail, LocalDate from, LocalDate to, Optional<String> after, int limit)
      throws Problem {
    try {
      return trail.read(from, to, after, limit, Deadline.after(PATIENCE));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Problem.invalid("after", "'after' is not the 'next' of a page of these days.");
    }
  }

  private static int limit(DoorCall call) throws Problem {
    Optional<String> text = call.query().last("limit");
    if (text.isEmpty()) {
      return USUAL_LIMIT;
    }
    if (text.get().matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(text.get());
      if (limit >= 1 && limit <= RecordStore.MAX_PAGE) {
        return limit;
      }
    }
    throw Problem.invalid("limit", "'limit' is 1 to " + RecordStore.MAX_PAGE + ".");
  }

  private static void describe(JsonGenerator json, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("object", "trefoil.audit");
    json.writeStringField("id", entry.id());
    json.writeStringField("time", entry.at().toString());
    json.writeStringField("operator", entry.operator());
    if (entry.tenant().isPresent()) {
      json.writeStringField("tenant", entry.tenant().get());
    }
    json.writeStringField("action", entry.action());
    json.writeStringField("subject", entry.subject());
    json.writeStringField("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
    if (entry.error().isPresent()) {
      json.writeStringField("error", entry.error().get());
    }
    json.writeEndObject();
  }
}
