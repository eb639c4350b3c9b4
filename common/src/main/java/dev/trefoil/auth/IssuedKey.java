package dev.trefoil.auth;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key that was issued without a deployment, of which only the digest is kept.
 *
 * @param id by which operators name it
 * @param name who holds it: the caller's id
 * @param sha256 in hexadecimal
 * @param tenant to whom its holder belongs; empty for none
 * @param routes what its holder may ask for, as in the configuration; empty for everything
 * @param created when it was issued
 * @param expires from when on it is no good; empty for never
 */
public record IssuedKey(
    String id,
    String name,
    String sha256,
    Optional<String> tenant,
    Optional<List<String>> routes,
    Instant created,
    Optional<Instant> expires) {
  public IssuedKey {
    routes = routes.map(List::copyOf);
  }

  /** Writes which key it is, who holds it, and what its holder may ask for. */
  public void writeHolder(JsonGenerator json) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("name", name);
    if (tenant.isPresent()) {
      json.writeStringField("tenant", tenant.get());
    }
    if (routes.isPresent()) {
      json.writeArrayFieldStart("routes");
      for (String route : routes.get()) {
        json.writeString(route);
      }
      json.writeEndArray();
    }
  }

  /** The same key until then, or until it expires by itself if that is sooner. */
  public IssuedKey until(Instant end) {
    Instant sooner = expires.filter(own -> own.isBefore(end)).orElse(end);
    return new IssuedKey(id, name, sha256, tenant, routes, created, Optional.of(sooner));
  }

  /** Whether it is good then. */
  public boolean isGoodAt(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isEmpty();
  }
}
