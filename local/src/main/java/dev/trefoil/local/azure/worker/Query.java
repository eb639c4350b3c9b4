// A query's parameters as the host has them.
package dev.trefoil.local.azure.worker;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads queries. */
final class Query {
  private Query() {}

  /**
   * Parameters with their values joined by commas; those without a value are left out, and what is
   * not properly encoded is taken as it is. Sources: ToRpcHttp in GrpcMessageConversionExtensions
   * of azure-functions-host, QueryHelpers of ASP.NET Core
   *
   * @param query without its question mark
   */
  static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String pair : query.split("&")) {
      String[] sides = pair.split("=", 2);
      if (sides.length == 2 && !sides[1].isEmpty()) {
        parameters.merge(decoded(sides[0]), decoded(sides[1]), (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
  }
}
