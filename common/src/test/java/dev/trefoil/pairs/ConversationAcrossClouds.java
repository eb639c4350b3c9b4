package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import java.util.List;

/**
 * An agent's conversation with tools and thoughts that goes from service to service and back as
 * they fail. Each has one model; what each is shown of the conversation is seen on its bytes.
 */
public abstract class ConversationAcrossClouds {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Where it is held: in this process, or through whatever stands before the services. */
  public interface Site {
    Controls controls(String service);

    /** Posts a request, which is to be answered with 200. */
    Answer post(String path, JsonNode request) throws Exception;
  }

  /**
   * An answer.
   *
   * @param service who gave it
   */
  public record Answer(String service, JsonNode body) {}

  private final Site site;
  private final List<String> order;

  /**
   * @param order the three services, as the route has them
   */
  ConversationAcrossClouds(Site site, List<String> order) {
    this.site = site;
    this.order = List.copyOf(order);
  }

  /** Holds it: ten turns, at each of the services and at the first again. */
  public final void goThereAndBack() throws Exception {
    user("Use get_time.");
    answer(0);
    answer(1);
    user("Use get_time again.");
    answer(1);
    answer(2);
    user("Use get_time once more.");
    answer(1);
    answer(0);
    user("And again, use get_time.");
    answer(2);
    answer(0);
  }

  final List<String> order() {
    return order;
  }

  /** The user says something. */
  abstract void user(String text);

  /** The path that the conversation goes to. */
  abstract String path();

  /** The next turn's request. */
  abstract JsonNode request();

  /** What a service was shown. */
  abstract void check(String service, JournalEntry shown);

  /** Adds an answer to the conversation as it came, and the results of its calls. */
  abstract void take(String service, JsonNode answer);

  /** Asks while so many services, from the first one on, are out. */
  private void answer(int out) throws Exception {
    for (int i = 0; i < order.size(); i++) {
      Controls controls = site.controls(order.get(i));
      controls.clearJournal();
      controls.clearFault();
      if (i < out) {
        controls.fault(Fault.always(new Failure.Outage()));
      }
    }
    Answer answer = site.post(path(), request());
    assertThat(answer.service()).isEqualTo(order.get(out));
    for (String asked : order) {
      site.controls(asked).journal().forEach(entry -> check(asked, entry));
    }
    assertThat(site.controls(answer.service()).journal()).hasSize(1);
    take(answer.service(), answer.body());
  }
}
