package dev.trefoil.routing;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.routing.RoutingException.Reason;
import dev.trefoil.routing.residency.Residency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Leaves out the targets that may not or cannot take a request; where that leaves none, the last
 * step is to blame.
 */
final class CandidateFilter {
  private List<Candidate> left;

  CandidateFilter(List<Candidate> candidates) {
    this.left = candidates;
  }

  List<Candidate> left() {
    return left;
  }

  /**
   * @param places where the call may go; empty for anywhere that the targets' own routes permit
   * @param param the header that says so, where one does
   */
  CandidateFilter residency(Collection<String> places, String param) throws RoutingException {
    List<Candidate> before = left;
    keep(Candidate::keepsToItsRoute);
    keep(candidate -> places.isEmpty() || candidate.residency().keepsTo(places));
    if (left.isEmpty()) {
      throw new RoutingException(
          Reason.RESIDENCY,
          param,
          "No target is known to keep the call in "
              + String.join(", ", places)
              + ": "
              + before.stream()
                  .map(candidate -> candidate.target() + " is in " + whereabouts(candidate))
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return this;
  }

  private static String whereabouts(Candidate candidate) {
    Residency residency = candidate.residency();
    return residency.equals(Residency.UNKNOWN) ? "no known place" : residency.toString();
  }

  /** Vectors of different models do not mix. */
  CandidateFilter family(Optional<String> family, String model) throws RoutingException {
    if (family.isPresent()) {
      keep(candidate -> candidate.family().equals(family.get()));
      if (left.isEmpty()) {
        throw new RoutingException(
            Reason.NOT_PERMITTED,
            "model",
            "No target that may be called has the model "
                + family.get()
                + " of "
                + model
                + ", and vectors of different models do not mix.");
      }
    }
    return this;
  }

  CandidateFilter abilities(Requirements needs) throws RoutingException {
    able(needs.images(), Capabilities::images, "images");
    able(needs.audio(), Capabilities::audio, "sounds");
    able(needs.files(), Capabilities::files, "files");
    able(needs.tools(), Capabilities::tools, "tools");
    // Where a service does not hold answers to a schema, a tool whose arguments they are does.
    able(needs.schema(), model -> model.schema() || model.tools(), "a schema for the answer");
    return this;
  }

  private void able(Optional<String> field, Predicate<Capabilities> able, String what)
      throws RoutingException {
    if (field.isPresent()) {
      keep(candidate -> able.test(candidate.model()));
      if (left.isEmpty()) {
        throw new RoutingException(
            Reason.UNSUPPORTED, field.get(), "No target that may be called takes " + what + ".");
      }
    }
  }

  CandidateFilter length() throws RoutingException {
    List<Candidate> before = left;
    keep(candidate -> !candidate.isTooLong());
    if (left.isEmpty()) {
      long largest =
          before.stream()
              .mapToLong(candidate -> candidate.model().contextWindow().orElse(0))
              .max()
              .orElse(0);
      throw new RoutingException(
          Reason.CONTEXT_TOO_LONG,
          "messages",
          "The prompt has about "
              + before.getFirst().promptTokens()
              + " tokens, and the largest context window that may be used "
              + largest
              + ".");
    }
    return this;
  }

  /**
   * @param maxCostUsd what the call may cost; a target whose price is not known may cost more
   */
  CandidateFilter cost(double maxCostUsd, String param) throws RoutingException {
    List<Candidate> before = left;
    keep(candidate -> candidate.cost().orElse(Double.POSITIVE_INFINITY) <= maxCostUsd);
    if (left.isEmpty()) {
      throw new RoutingException(
          Reason.TOO_EXPENSIVE,
          param,
          before.stream().flatMapToDouble(candidate -> candidate.cost().stream()).min().stream()
              .mapToObj(
                  cheapest ->
                      String.format(
                          Locale.ROOT,
                          "The cheapest target is likely to cost %.6f US dollars.",
                          cheapest))
              .findFirst()
              .orElse("No target's price is known."));
    }
    return this;
  }

  private void keep(Predicate<Candidate> wanted) {
    List<Candidate> kept = new ArrayList<>(left.size());
    for (Candidate candidate : left) {
      if (wanted.test(candidate)) {
        kept.add(candidate);
      }
    }
    left = kept;
  }
}
