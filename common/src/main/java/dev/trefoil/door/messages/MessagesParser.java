package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.door.ModelName;
import dev.trefoil.door.PreferencesParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.http.Headers;
import dev.trefoil.routing.RoutingPreferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the bodies of {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. */
final class MessagesParser {
  private static final String FALLBACKS = "fallbacks";

  /** What is said of a thread, which would be a conversation that is kept here. */
  static final String NO_THREADS = "thread_unsupported_request";

  private static final String VERSION = "anthropic-version";

  /** What Anthropic's clients send before and since their first major versions of 2026-10-21. */
  private static final List<String> SPOKEN = List.of("2023-06-01", "2026-10-21");

  private MessagesParser() {}

  /** Of a call that wants an answer. */
  static MessagesCall create(byte[] body, Headers headers, RoutingPreferences preferences)
      throws Problem {
    return create(RequestJson.read(body), headers, preferences);
  }

  /** The same of a body that is a tree already. */
  static MessagesCall create(JrsValue body, Headers headers, RoutingPreferences preferences)
      throws Problem {
    return read(body, headers, preferences, false);
  }

  /** Of one that wants its prompt's tokens counted. */
  static MessagesCall count(byte[] body, Headers headers, RoutingPreferences preferences)
      throws Problem {
    return read(RequestJson.read(body), headers, preferences, true);
  }

  private static MessagesCall read(
      JrsValue json, Headers headers, RoutingPreferences fromHeaders, boolean counting)
      throws Problem {
    requireVersion(headers);
    RequestFields fields = RequestFields.of(json);
    refuseThread(fields);
    List<Native> natives = new ArrayList<>(Natives.headers(headers));
    List<String> dropped = new ArrayList<>(0);
    ownFallbacks(json, fields, natives);
    RoutingPreferences preferences = PreferencesParser.read(fields, fromHeaders);
    String model = ModelName.read(fields, preferences, "");
    Optional<Part.CacheBreakpoint> cache = CacheParser.read(fields);
    List<Message> messages = ConversationParser.read(fields, cache, dropped);
    ToolsParser.Read tools = ToolsParser.read(fields, natives, dropped);
    SettingsParser.Read settings =
        new SettingsParser(fields, natives, dropped).read(counting, tools.parallel());
    boolean stream = fields.flag("stream");
    natives.addAll(Natives.rest(fields, dropped));
    dropped.addAll(fields.unknown());
    return new MessagesCall(
        model,
        preferences,
        new ChatRequest(
            messages,
            tools.tools(),
            tools.choice(),
            settings.format(),
            settings.settings(),
            Map.of(),
            natives,
            stream && !counting),
        dropped);
  }

  /** Anthropic's SDK for Node begins one when it runs tools, and goes on without after this. */
  private static void refuseThread(RequestFields fields) throws Problem {
    if (fields.value("thread").isPresent()) {
      throw Problem.of(
              400, NO_THREADS, "Threads are not kept here: send the whole conversation each time.")
          .withParam("thread");
    }
  }

  /** Anthropic's member of this name lists objects, ours names. */
  private static void ownFallbacks(JrsValue body, RequestFields fields, List<Native> natives)
      throws Problem {
    JrsValue value = body.get(FALLBACKS);
    if (value instanceof JrsArray list && list.size() > 0 && list.get(0) instanceof JrsObject) {
      natives.add(Natives.of(FALLBACKS, RequestJson.text(FALLBACKS, value)));
      fields.value(FALLBACKS);
    }
  }

  /**
   * Answers are the same in both versions; the newer one forbids of requests what the older one
   * takes, which is taken from either. Clients that say none are taken to speak one of them.
   */
  private static void requireVersion(Headers headers) throws Problem {
    Optional<String> version = headers.first(VERSION);
    if (version.isPresent() && !SPOKEN.contains(version.get().strip())) {
      throw Problem.of(
          400, "invalid_header", VERSION + " must be " + String.join(" or ", SPOKEN) + ".");
    }
  }
}
