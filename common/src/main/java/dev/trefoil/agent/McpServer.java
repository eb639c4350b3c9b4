package dev.trefoil.agent;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A remote MCP server, of which tools are listed and called. Its session and its list are kept for
 * a while, for all runs of the process.
 */
final class McpServer implements ToolServer {
  /** A tool that is new at the server is found by then. */
  private static final Duration LISTED = Duration.ofMinutes(5);

  private static final int MOST_PAGES = 20;
  private static final int MOST_TOOLS = 512;
  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final ToolSettings.Mcp settings;
  private final McpWire wire;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile Optional<McpWire.Session> session = Optional.empty();
  private volatile Optional<Known> known = Optional.empty();

  private record Known(List<OwnTool> tools, Deadline until) {}

  McpServer(ToolSettings.Mcp settings, GuardedHttp http, ToolHeaders headers) {
    this.settings = settings;
    this.wire = new McpWire(settings, http, headers);
  }

  @Override
  public List<OwnTool> tools(Deadline deadline, Cancellation gone) throws IOException {
    Optional<Known> last = known.filter(list -> !list.until().isExpired());
    if (last.isPresent()) {
      return last.get().tools();
    }
    Deadline by = deadline.within(settings.terms().timeout());
    List<OwnTool> tools = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int page = 0;
    do {
      Optional<String> from = cursor;
      JrsObject result = ask("tools/list", params(from), by, gone);
      add(result, tools);
      cursor = Json.optionalText(result, "nextCursor");
    } while (cursor.isPresent() && ++page < MOST_PAGES && tools.size() < MOST_TOOLS);
    known = Optional.of(new Known(List.copyOf(tools), Deadline.after(LISTED)));
    return List.copyOf(tools);
  }

  private static String params(Optional<String> cursor) {
    return Json.object(
        json -> {
          if (cursor.isPresent()) {
            json.writeStringField("cursor", cursor.get());
          }
        });
  }

  private void add(JrsObject result, List<OwnTool> tools) throws IOException {
    if (!(result.get("tools") instanceof JrsArray list)) {
      throw new IOException("the server's list has no tools");
    }
    for (Iterator<JrsValue> all = list.elements(); all.hasNext() && tools.size() < MOST_TOOLS; ) {
      if (all.next() instanceof JrsObject tool) {
        String name = Json.text(tool, "name").orElse("");
        boolean allowed = settings.allowed().map(names -> names.contains(name)).orElse(true);
        if (!name.isEmpty() && allowed) {
          tools.add(tool(tool, name));
        }
      }
    }
  }

  private OwnTool tool(JrsObject tool, String name) {
    return new OwnTool(
        settings.name(),
        name,
        Json.text(tool, "description").orElse(""),
        tool.get("inputSchema") instanceof JrsObject schema ? Json.write(schema) : NO_PARAMETERS,
        settings.terms().idempotent()
            || settings.repeatable().contains(name)
            || isTrue(tool, "readOnlyHint")
            || isTrue(tool, "idempotentHint"));
  }

  private static boolean isTrue(JrsObject tool, String hint) {
    return Json.text(tool, "annotations", hint).filter("true"::equals).isPresent();
  }

  @Override
  public ToolOutcome call(String name, String arguments, Deadline deadline, Cancellation gone)
      throws IOException {
    JrsObject read;
    try {
      read = Json.readWhole(arguments.isBlank() ? "{}" : arguments);
    } catch (IOException e) {
      return ToolOutcome.failed("The arguments are not a JSON object.");
    }
    String params =
        Json.object(
            json -> {
              json.writeStringField("name", name);
              json.writeFieldName("arguments");
              Json.write(json, read);
            });
    JrsObject result = ask("tools/call", params, deadline.within(settings.terms().timeout()), gone);
    String text = ResultText.cut(McpContent.text(result), settings.terms().mostBytes());
    return new ToolOutcome(text, Json.text(result, "isError").filter("true"::equals).isPresent());
  }

  /** A session that the server does not know any more is begun anew: nothing was done then. */
  private JrsObject ask(String method, String params, Deadline deadline, Cancellation gone)
      throws IOException {
    McpWire.Session open = open(Optional.empty(), deadline, gone);
    try {
      return wire.ask(open, method, params, deadline, gone);
    } catch (McpWire.NoSessionException e) {
      return wire.ask(open(Optional.of(open), deadline, gone), method, params, deadline, gone);
    }
  }

  private McpWire.Session open(
      Optional<McpWire.Session> ended, Deadline deadline, Cancellation gone) throws IOException {
    Optional<McpWire.Session> now = session;
    if (now.isPresent() && !now.equals(ended)) {
      return now.get();
    }
    opening.lock();
    try {
      if (session.isEmpty() || session.equals(ended)) {
        session = Optional.of(wire.open(deadline, gone));
      }
      return session.get();
    } finally {
      opening.unlock();
    }
  }
}
