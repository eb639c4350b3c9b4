package dev.trefoil.provider;

import dev.trefoil.chat.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Collects what is done to one request for one target. The first refusal takes the place of all.
 */
public final class RequestChanges {
  private final boolean strict;
  private List<RequestChange> changes = List.of();
  private boolean refused;

  /**
   * @param strict whether what may change the answer is refused in place of being changed
   */
  public RequestChanges(boolean strict) {
    this.strict = strict;
  }

  /** The changes, in the order of the protocol's rules. */
  public List<RequestChange> list() {
    return changes;
  }

  /** Sends nothing in a case. */
  public void refuse(RequestField field, boolean when, String why) {
    if (when && !refused) {
      changes = List.of(new RequestChange.Refuse(field, why));
      refused = true;
    }
  }

  /** Leaves a field out in a case, and says so. */
  public void drop(RequestField field, boolean when) {
    if (when) {
      add(new RequestChange.Drop(field, List.of(field.path()), false));
    }
  }

  /** Leaves parts of a field out, if any. */
  public void drop(RequestField field, List<String> names) {
    if (!names.isEmpty()) {
      add(new RequestChange.Drop(field, names, false));
    }
  }

  /**
   * Leaves a preference out in a case, and says so: the answer is still one to the request. On a
   * strict route it is refused.
   *
   * @param why for the caller of a strict route
   */
  public void dropUnlessStrict(RequestField field, boolean when, String why) {
    if (when) {
      dropUnlessStrict(field, List.of(field.path()), why);
    }
  }

  /** As above, of parts of a field, if any. */
  public void dropUnlessStrict(RequestField field, List<String> names, String why) {
    if (!names.isEmpty()) {
      refuse(field, strict, why);
      add(new RequestChange.Drop(field, names, true));
    }
  }

  /**
   * Sends the most that the target takes in a case, and says so. On a strict route it is refused.
   *
   * @param why for the caller of a strict route
   */
  public void clamp(RequestField field, boolean when, double most, String why) {
    if (when) {
      refuse(field, strict, why);
      add(new RequestChange.Clamp(field, most));
    }
  }

  /** Asks others first in a case. */
  public void avoid(RequestField field, boolean when) {
    if (when) {
      add(new RequestChange.Avoid(field));
    }
  }

  /** Bounds the answer by what is known of the model. */
  public void longest(ModelRequest asked) {
    if (asked.settings().maxTokens().isPresent() && asked.can().maxOutput().isPresent()) {
      long most = asked.can().maxOutput().getAsLong();
      clamp(
          RequestField.MAX_TOKENS,
          asked.settings().maxTokens().getAsInt() > most,
          most,
          "the model's answers have at most " + most + " tokens");
    }
  }

  /**
   * Leaves the bound of what is thought to the effort.
   *
   * @param taken whether the model is told a number of tokens
   */
  public void thinkingBudget(ModelRequest asked, boolean taken) {
    drop(RequestField.REASONING_BUDGET, !taken && asked.settings().reasoningBudget().isPresent());
  }

  /** Leaves out the texts past the most that may end the answer. */
  public void mostStops(ModelRequest asked, int most, String why) {
    int stops = asked.settings().stop().size();
    dropUnlessStrict(
        RequestField.STOP,
        IntStream.range(most, Math.max(most, stops))
            .mapToObj(i -> RequestField.STOP.path() + "[" + i + "]")
            .toList(),
        why);
  }

  /** Leaves out the texts of white space alone of those that are to end the answer. */
  public void blankStops(ModelRequest asked, String why) {
    if (asked.hasBlankStop()) {
      List<String> stops = asked.settings().stop();
      List<String> blank =
          IntStream.range(0, stops.size())
              .filter(i -> stops.get(i).isBlank())
              .mapToObj(i -> RequestField.STOP.path() + "[" + i + "]")
              .toList();
      boolean all = blank.size() == stops.size();
      dropUnlessStrict(RequestField.STOP, all ? List.of(RequestField.STOP.path()) : blank, why);
    }
  }

  /**
   * Leaves out what is said in other protocols' words, and marks of what will come again.
   *
   * @param protocol the service's own, or an empty text
   * @param cache whether the service takes such marks
   */
  public void beyond(ModelRequest asked, String protocol, boolean cache) {
    List<String> foreign = asked.beyond(protocol);
    drop(RequestField.NATIVES, foreign);
    refuse(
        RequestField.TOOL_CHOICE,
        foreign.contains(RequestField.TOOL_CHOICE.path()),
        "a tool that another service runs is to be called");
    drop(RequestField.CACHE, !cache && asked.marksCache());
  }

  /** Leaves a field out in a case that makes no difference. */
  public void omit(RequestField field, boolean when) {
    if (when) {
      add(new RequestChange.Omit(field));
    }
  }

  /**
   * Of models that take no temperature and no top_p, or not both, or no high one: what says no more
   * than the default is left out, and of all else the caller is told.
   *
   * @param highest temperature that the service takes
   */
  public void sampling(ModelRequest asked, double highest) {
    Settings settings = asked.settings();
    boolean sampled = asked.can().temperature();
    boolean both = asked.can().temperatureWithTopP() || settings.temperature().isEmpty();
    double temperature = settings.temperature().orElse(1);
    boolean topP = settings.topP().orElse(1) != 1;
    if (sampled) {
      clamp(
          RequestField.TEMPERATURE,
          temperature > highest,
          highest,
          "the service takes a temperature from 0 to 1, not " + temperature);
      dropUnlessStrict(
          RequestField.TOP_P, !both && topP, "the model takes temperature or top_p, not both");
    } else {
      dropUnlessStrict(
          RequestField.TEMPERATURE, temperature != 1, "the model takes no temperature");
      dropUnlessStrict(RequestField.TOP_P, topP, "the model takes no top_p");
    }
    omit(
        RequestField.TEMPERATURE,
        !sampled && settings.temperature().isPresent() && temperature == 1);
    omit(RequestField.TOP_P, !(sampled && both) && settings.topP().isPresent() && !topP);
  }

  /**
   * Of a service whose labels take fewer characters than {@code metadata}: drops what does not fit.
   */
  public void labels(ModelRequest asked, Pattern name, Pattern value) {
    if (!asked.settings().metadata().isEmpty()) {
      List<String> unfit = new ArrayList<>();
      for (var label : new TreeMap<>(asked.settings().metadata()).entrySet()) {
        if (!name.matcher(label.getKey()).matches() || !value.matcher(label.getValue()).matches()) {
          unfit.add(RequestField.label(label.getKey()));
        }
      }
      drop(RequestField.METADATA, unfit);
    }
  }

  private void add(RequestChange change) {
    if (refused || changes.contains(change)) {
      return;
    }
    if (changes.isEmpty()) {
      changes = new ArrayList<>(4);
    } else if (change instanceof RequestChange.Clamp clamp) {
      changes.removeIf(old -> old instanceof RequestChange.Clamp c && c.field() == clamp.field());
    } else if (change instanceof RequestChange.Drop drop) {
      changes.removeIf(old -> old instanceof RequestChange.Clamp c && c.field() == drop.field());
    }
    changes.add(change);
  }
}
