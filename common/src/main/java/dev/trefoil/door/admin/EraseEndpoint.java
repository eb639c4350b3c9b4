package dev.trefoil.door.admin;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Erased;
import dev.trefoil.conversation.Erasure;
import dev.trefoil.conversation.Erasure.Whose;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Erases what is kept of a caller, a subject or a tenant, for operators, and gives a receipt. Each
 * call is audited; a subject's name is neither in the log nor in the trail.
 */
public final class EraseEndpoint {
  /** What of its call's time is for the answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int LONGEST_NAME = 256;

  private final Optional<Erasure> erasure;
  private final Set<String> operators;
  private final Audit audit;
  private final InstantSource clock;

  /**
   * @param erasure empty where nothing is kept
   * @param operators who may
   */
  public EraseEndpoint(
      Optional<Erasure> erasure, Set<String> operators, Audit audit, InstantSource clock) {
    this.erasure = erasure;
    this.operators = Set.copyOf(operators);
    this.audit = audit;
    this.clock = clock;
  }

  /** Answers {@code POST /v1/trefoil/erase}. */
  void erase(DoorCall call, ResponseSink sink) throws Problem, IOException {
    if (!Operators.include(operators, call.caller())) {
      Audit.log(call, "was refused an erasure");
      throw Operators.refused();
    }
    Erasure all =
        erasure.orElseThrow(
            () ->
                Problem.of(
                    400,
                    "conversations_not_configured",
                    "Nothing is kept here: 'jobs' of trefoil.yaml names no store that has records"
                        + " in order for this cloud, or 'conversations.keepDays' is 0."));
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    Whose whose = whose(fields);
    long from = fields.integer("from", 0, Erasure.last(whose)).orElse(0);
    fields.requireNoMore("erasures");
    String id = "era_" + Erasure.tombstone(whose).name();
    Audit.log(call, "erases a " + scope(whose) + " as " + id);
    Instant begun = clock.instant();
    Erased erased =
        audit.act(call, "erase." + scope(whose), id, () -> erase(all, whose, from, deadline(call)));
    Audit.log(call, "has erased " + erased.turns() + " turns by " + id);
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "trefoil.erasure");
          json.writeStringField("id", id);
          json.writeStringField("scope", scope(whose));
          json.writeNumberField("erased_at", begun.getEpochSecond());
          json.writeNumberField("conversations", erased.conversations());
          json.writeNumberField("turns", erased.turns());
          json.writeNumberField("blobs", erased.blobs());
          json.writeNumberField("files", erased.files());
          json.writeNumberField("unreadable", erased.left());
          json.writeBooleanField("complete", erased.next().isEmpty());
          if (erased.next().isPresent()) {
            json.writeNumberField("next", erased.next().getAsLong());
          } else {
            json.writeNullField("next");
          }
        });
  }

  private static Erased erase(Erasure all, Whose whose, long from, Deadline deadline)
      throws Problem {
    try {
      return all.erase(whose, from, deadline);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private static Deadline deadline(DoorCall call) throws Problem {
    return Deadline.after(call.info().deadline().remaining().minus(MARGIN)).within(LONGEST);
  }

  private static Whose whose(RequestFields fields) throws Problem {
    Optional<String> caller = name(fields, "caller");
    Optional<String> subject = name(fields, "subject");
    Optional<String> tenant = fields.text("tenant");
    if (tenant.isPresent() && !Caller.isTenant(tenant.get())) {
      throw Problem.invalid("tenant", "'tenant' is no tenant's name: " + Caller.TENANTS + ".");
    }
    if (caller.isPresent() && subject.isPresent()) {
      throw Problem.invalid("subject", "'subject' and 'caller' are erased one by one.");
    }
    if (caller.isPresent()) {
      return new Whose.Callers(Caller.of(caller.get(), tenant, Optional.empty()));
    }
    if (subject.isPresent()) {
      return new Whose.Subjects(tenant, subject.get());
    }
    return new Whose.Tenants(
        tenant.orElseThrow(
            () -> Problem.invalid("caller", "Say whose data: 'caller', 'subject' or 'tenant'.")));
  }

  private static Optional<String> name(RequestFields fields, String field) throws Problem {
    Optional<String> name = fields.text(field);
    if (name.isPresent() && (name.get().isEmpty() || name.get().length() > LONGEST_NAME)) {
      throw Problem.invalid(field, "'" + field + "' has 1 to " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  private static String scope(Whose whose) {
    return switch (whose) {
      case Whose.Callers callers -> "caller";
      case Whose.Subjects subjects -> "subject";
      case Whose.Tenants tenants -> "tenant";
    };
  }
}
