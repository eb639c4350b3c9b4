package dev.trefoil.door.models;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.door.Problem;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.Query;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.util.List;

/** How a wire format tells of models. */
enum ModelForm {
  /** OpenAI's. */
  OPENAI {
    @Override
    void model(JsonGenerator json, Route route, Gateway gateway) throws IOException {
      json.writeStringField("id", route.name());
      json.writeStringField("object", "model");
      json.writeNumberField("created", 0);
      json.writeStringField("owned_by", "trefoil");
      json.writeArrayFieldStart("targets");
      for (String target : route.targets()) {
        json.writeString(target);
      }
      json.writeEndArray();
    }

    @Override
    void list(JsonGenerator json, ModelPage page) throws IOException {
      json.writeStringField("object", "list");
    }

    /** There are no pages: its clients do not ask for any. */
    @Override
    ModelPage page(List<Route> routes, Query query) {
      return new ModelPage(routes, false);
    }
  },

  /** Anthropic's. */
  ANTHROPIC {
    @Override
    void model(JsonGenerator json, Route route, Gateway gateway) throws IOException {
      json.writeStringField("type", "model");
      json.writeStringField("id", route.name());
      json.writeStringField("display_name", route.name());
      json.writeStringField("created_at", "1970-01-01T00:00:00Z");
      Capabilities first =
          gateway.capabilities(Target.parse(route.targets().getFirst()).orElseThrow());
      if (first.contextWindow().isPresent()) {
        json.writeNumberField("max_input_tokens", first.contextWindow().getAsLong());
      }
      if (first.maxOutput().isPresent()) {
        json.writeNumberField("max_tokens", first.maxOutput().getAsLong());
      }
    }

    @Override
    void list(JsonGenerator json, ModelPage page) throws IOException {
      List<Route> routes = page.routes();
      json.writeBooleanField("has_more", page.more());
      json.writeStringField("first_id", routes.isEmpty() ? null : routes.getFirst().name());
      json.writeStringField("last_id", routes.isEmpty() ? null : routes.getLast().name());
    }

    @Override
    ModelPage page(List<Route> routes, Query query) throws Problem {
      return ModelPage.of(routes, query);
    }
  };

  /** Writes the members of a model. */
  abstract void model(JsonGenerator json, Route route, Gateway gateway) throws IOException;

  /** Writes what a list of them has beside them. */
  abstract void list(JsonGenerator json, ModelPage page) throws IOException;

  /**
   * What of a list is asked for.
   *
   * @throws Problem 400 when it cannot be told
   */
  abstract ModelPage page(List<Route> routes, Query query) throws Problem;
}
