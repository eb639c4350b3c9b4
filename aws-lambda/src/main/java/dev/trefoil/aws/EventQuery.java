package dev.trefoil.aws;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.http.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The query of an event of version 1.0, which has no text of it but its parameters: decoded by API
 * Gateway, and by a load balancer as the client wrote them ("If the query parameters are
 * URL-encoded, the load balancer does not decode them").
 */
final class EventQuery {
  private EventQuery() {}

  static Query of(JrsObject event, AwsDoor door) {
    boolean many = event.get("multiValueQueryStringParameters") instanceof JrsObject;
    List<String> pairs = new ArrayList<>();
    if (event.get(many ? "multiValueQueryStringParameters" : "queryStringParameters")
        instanceof JrsObject parameters) {
      Iterator<Map.Entry<String, JrsValue>> fields = parameters.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JrsValue> field = fields.next();
        if (field.getValue() instanceof JrsArray values) {
          values.elements().forEachRemaining(value -> pairs.add(pair(field.getKey(), value, door)));
        } else {
          pairs.add(pair(field.getKey(), field.getValue(), door));
        }
      }
    }
    return new Query(String.join("&", pairs));
  }

  private static String pair(String name, JrsValue value, AwsDoor door) {
    return encoded(name, door) + "=" + encoded(value.asText(), door);
  }

  private static String encoded(String text, AwsDoor door) {
    return door == AwsDoor.LOAD_BALANCER ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
