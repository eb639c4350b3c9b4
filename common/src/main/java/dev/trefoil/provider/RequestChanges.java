package dev.trefoil.provider;

import dev.trefoil.chat.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Collects what is done to one request for one target. The first refusal takes the place of all.
 */
public final class RequestChanges {
  private List<RequestChange> changes = List.of();
  private boolean refused;

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
      add(new RequestChange.Drop(field, List.of(field.path())));
    }
  }

  /** Leaves parts of a field out, if any. */
  public void drop(RequestField field, List<String> names) {
    if (!names.isEmpty()) {
      add(new RequestChange.Drop(field, names));
    }
  }

  /** Leaves a field out in a case that makes no difference. */
  public void omit(RequestField field, boolean when) {
    if (when) {
      add(new RequestChange.Omit(field));
    }
  }

  /**
   * Of models that take no temperature and no top_p, or not both: what says no more than the
   * default is left out, all else refused with these words.
   */
  public void sampling(
      ModelRequest asked, String noTemperature, String noTopP, String temperatureOrTopP) {
    Settings settings = asked.settings();
    boolean sampled = asked.can().temperature();
    boolean both = asked.can().temperatureWithTopP() || settings.temperature().isEmpty();
    boolean topP = settings.topP().orElse(1) != 1;
    refuse(
        RequestField.TEMPERATURE, !sampled && settings.temperature().orElse(1) != 1, noTemperature);
    refuse(RequestField.TOP_P, !sampled && topP, noTopP);
    refuse(RequestField.TOP_P, !both && topP, temperatureOrTopP);
    omit(RequestField.TEMPERATURE, !sampled && settings.temperature().isPresent());
    omit(RequestField.TOP_P, !(sampled && both) && settings.topP().isPresent());
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
    if (!refused) {
      if (changes.isEmpty()) {
        changes = new ArrayList<>(4);
      }
      changes.add(change);
    }
  }
}
