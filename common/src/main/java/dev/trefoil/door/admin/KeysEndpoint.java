package dev.trefoil.door.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Caller;
import dev.trefoil.auth.IssuedKey;
import dev.trefoil.auth.KeyDirectory;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.TooLarge;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Issues, lists, rotates and revokes keys for operators. Every action is audited; a key itself is
 * told once, and neither logged nor kept.
 */
public final class KeysEndpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ID_BYTES = 8;
  private static final int LONGEST_ID = 64;
  private static final int MOST_ROUTES = 100;
  private static final int LONGEST_ROUTE = 300;
  private static final int MOST_SECONDS = 10 * 366 * 24 * 3_600;
  private static final int USUAL_OVERLAP = 3_600;

  private final Optional<KeyDirectory> directory;
  private final Set<String> operators;
  private final Set<String> taken;
  private final Audit audit;
  private final InstantSource clock;

  /**
   * @param directory empty where no keys are issued
   * @param operators who may
   * @param taken names that no issued key may have: those of the configuration
   */
  public KeysEndpoint(
      Optional<KeyDirectory> directory,
      Set<String> operators,
      Set<String> taken,
      Audit audit,
      InstantSource clock) {
    this.directory = directory;
    this.operators = Set.copyOf(operators);
    this.taken = Set.copyOf(taken);
    this.audit = audit;
    this.clock = clock;
  }

  /** Answers {@code GET /v1/admin/keys}. */
  void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    List<IssuedKey> keys;
    try {
      keys = admitted(call).read(Deadline.after(PATIENCE));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    Audit.log(call, "listed the keys");
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (IssuedKey key : keys) {
            json.writeStartObject();
            describe(json, key);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Answers {@code POST /v1/admin/keys}. */
  void issue(DoorCall call, ResponseSink sink) throws Problem, IOException {
    KeyDirectory keys = admitted(call);
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    String name = name(fields);
    Optional<String> tenant = fields.text("tenant");
    if (tenant.isPresent() && !Caller.isTenant(tenant.get())) {
      throw Problem.invalid("tenant", "'tenant' is no tenant's name: " + Caller.TENANTS + ".");
    }
    Optional<List<String>> routes = routes(fields);
    OptionalInt seconds = fields.integer("expires_in_seconds", 1, MOST_SECONDS);
    fields.requireNoMore("keys");
    Instant now = clock.instant();
    ApiKey key = ApiKey.random();
    IssuedKey issued =
        new IssuedKey(
            id(),
            name,
            key.sha256(),
            tenant,
            routes,
            now,
            seconds.isPresent()
                ? Optional.of(now.plusSeconds(seconds.getAsInt()))
                : Optional.empty());
    change(call, "key.issue", issued.id() + " of " + name, keys, before -> plus(before, issued));
    Audit.log(call, "issued the key " + issued.id() + " of " + name);
    JsonAnswer.send(call.requestId(), 201, sink, json -> told(json, issued, key));
  }

  /** Answers {@code POST /v1/admin/keys/{id}/rotate}. */
  void rotate(DoorCall call, ResponseSink sink) throws Problem, IOException {
    KeyDirectory keys = admitted(call);
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    int overlap = fields.integer("overlap_seconds", 0, MOST_SECONDS).orElse(USUAL_OVERLAP);
    fields.requireNoMore("keys");
    Instant now = clock.instant();
    ApiKey key = ApiKey.random();
    String id = id();
    List<IssuedKey> made = new ArrayList<>();
    change(
        call,
        "key.rotate",
        subject(call.parameter("id")) + " to " + id,
        keys,
        before -> {
          IssuedKey old = find(before, call.parameter("id"), now);
          IssuedKey fresh =
              new IssuedKey(
                  id, old.name(), key.sha256(), old.tenant(), old.routes(), now, old.expires());
          made.clear();
          made.add(fresh);
          List<IssuedKey> after = new ArrayList<>();
          for (IssuedKey one : before) {
            after.add(one.id().equals(old.id()) ? one.until(now.plusSeconds(overlap)) : one);
          }
          return plus(after, fresh);
        });
    Audit.log(
        call,
        "rotated the key "
            + call.parameter("id")
            + " to "
            + id
            + " with an overlap of "
            + overlap
            + " s");
    JsonAnswer.send(call.requestId(), 201, sink, json -> told(json, made.getFirst(), key));
  }

  /** Answers {@code DELETE /v1/admin/keys/{id}}. */
  void revoke(DoorCall call, ResponseSink sink) throws Problem, IOException {
    KeyDirectory keys = admitted(call);
    Instant now = clock.instant();
    change(
        call,
        "key.revoke",
        subject(call.parameter("id")),
        keys,
        before -> {
          IssuedKey old = find(before, call.parameter("id"), now);
          return before.stream().filter(key -> !key.id().equals(old.id())).toList();
        });
    Audit.log(call, "revoked the key " + call.parameter("id"));
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "key.revoked");
          json.writeStringField("id", call.parameter("id"));
          json.writeBooleanField("revoked", true);
        });
  }

  private KeyDirectory admitted(DoorCall call) throws Problem {
    if (!Operators.include(operators, call.caller())) {
      Audit.log(call, "was refused an action on keys");
      throw Operators.refused();
    }
    return directory.orElseThrow(
        () ->
            Problem.of(
                501,
                "keys_not_issued",
                "No keys are issued here: 'auth.issued' in trefoil.yaml says whether they are."));
  }

  /**
   * What goes wrong while keys are changed, carried through where nothing checked may be thrown.
   */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refusal(Problem problem) {
      super(problem);
      this.problem = problem;
    }
  }

  private void change(
      DoorCall call,
      String action,
      String subject,
      KeyDirectory keys,
      UnaryOperator<List<IssuedKey>> change)
      throws Problem {
    var unused =
        audit.act(
            call,
            action,
            subject,
            () -> {
              change(keys, change);
              return true;
            });
  }

  /** What a path names may be anything: no longer than an id could be. */
  private static String subject(String id) {
    return id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) + "…" : id;
  }

  private static void change(KeyDirectory keys, UnaryOperator<List<IssuedKey>> change)
      throws Problem {
    try {
      keys.change(change, Deadline.after(PATIENCE));
    } catch (Refusal e) {
      throw e.problem;
    } catch (TooLarge e) {
      throw Problem.of(409, "too_many_keys", "There are too many keys: revoke some.");
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private static IssuedKey find(List<IssuedKey> keys, String id, Instant now) {
    return keys.stream()
        .filter(key -> key.id().equals(id) && key.isGoodAt(now))
        .findFirst()
        .orElseThrow(
            () -> new Refusal(Problem.of(404, "key_not_found", "There is no key of this id.")));
  }

  /** With those left out that are no good any more. */
  private List<IssuedKey> plus(List<IssuedKey> keys, IssuedKey one) {
    List<IssuedKey> all = new ArrayList<>();
    for (IssuedKey key : keys) {
      if (key.isGoodAt(clock.instant())) {
        all.add(key);
      }
    }
    all.add(one);
    return all;
  }

  private String name(RequestFields fields) throws Problem {
    String name = fields.requiredText("name");
    if (!name.matches(AuthSettings.Key.NAMES)) {
      throw Problem.invalid(
          "name", "'name' is 1 to 128 letters, digits, . _ @ and -, a letter or digit first.");
    }
    if (Caller.isReserved(name) || taken.contains(name) || operators.contains(name)) {
      throw Problem.invalid("name", "'name' is taken by the configuration.");
    }
    return name;
  }

  private static Optional<List<String>> routes(RequestFields fields) throws Problem {
    Optional<List<JrsValue>> values = fields.list("routes");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<String> routes = new ArrayList<>();
    for (JrsValue value : values.get()) {
      String at = "routes[" + routes.size() + "]";
      String route = RequestFields.text(at, value);
      if (route.isEmpty() || route.length() > LONGEST_ROUTE) {
        throw Problem.invalid(at, "'" + at + "' has 1 to " + LONGEST_ROUTE + " characters.");
      }
      routes.add(route);
    }
    if (routes.size() > MOST_ROUTES) {
      throw Problem.invalid("routes", "'routes' has at most " + MOST_ROUTES + " entries.");
    }
    return Optional.of(routes);
  }

  private static String id() {
    byte[] random = new byte[ID_BYTES];
    new SecureRandom().nextBytes(random);
    return "key_" + HexFormat.of().formatHex(random);
  }

  private static void told(JsonGenerator json, IssuedKey issued, ApiKey key) throws IOException {
    describe(json, issued);
    json.writeStringField("key", key.text());
  }

  private static void describe(JsonGenerator json, IssuedKey key) throws IOException {
    json.writeStringField("object", "key");
    key.writeHolder(json);
    json.writeNumberField("created_at", key.created().getEpochSecond());
    if (key.expires().isPresent()) {
      json.writeNumberField("expires_at", key.expires().get().getEpochSecond());
    }
  }
}
