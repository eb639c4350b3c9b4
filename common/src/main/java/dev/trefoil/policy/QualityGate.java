package dev.trefoil.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an answer must be like to be accepted where a dearer target could give a better one.
 *
 * @param minLength in characters
 * @param refusals an answer in which one of these is found is not accepted
 * @param schema whether a request's JSON Schema must be held to
 * @param judge a route that is asked whether the answer will do
 */
public record QualityGate(
    int minLength, List<Pattern> refusals, boolean schema, Optional<String> judge) {
  public QualityGate {
    refusals = List.copyOf(refusals);
  }
}
