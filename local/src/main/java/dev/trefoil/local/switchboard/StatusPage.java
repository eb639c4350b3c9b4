// The switchboard for the eye: what is up, what is made to fail, who called.
package dev.trefoil.local.switchboard;

import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.local.host.FunctionHost;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A page of HTML without scripts, which renews itself. */
final class StatusPage {
  private static final int CALLS_SHOWN = 20;
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; }
      table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
      th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ccc; }
      td { vertical-align: top; overflow-wrap: anywhere; }
      .bad { color: #b00020; }
      """;

  private final Services services;
  private final Journal journal;
  private final List<FunctionHost> hosts;

  StatusPage(Services services, Journal journal, List<FunctionHost> hosts) {
    this.services = services;
    this.journal = journal;
    this.hosts = hosts;
  }

  String render() {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="refresh" content="5">
    <title>Trefoil switchboard</title>
    <style>%s</style>
    </head>
    <body>
    <h1>Trefoil switchboard</h1>
    <p><a href="/console/">The console</a> shows calls while they end.</p>
    <h2>Functions</h2>
    %s
    <h2>Model services</h2>
    %s
    <h2>Last calls to model services</h2>
    %s
    </body>
    </html>
    """
        .formatted(STYLE, hosts(), models(), calls());
  }

  private String hosts() {
    return table(
        List.of("cloud", "address", "processes"), hosts.stream().map(StatusPage::host).toList());
  }

  private static String host(FunctionHost host) {
    String url = "http://127.0.0.1:" + host.port();
    List<Long> pids = host.pids();
    return row(
        escape(host.name()),
        "<a href=\"" + url + "/health\">" + url + "</a>",
        pids.isEmpty()
            ? "<span class=\"bad\">none</span>"
            : pids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private String models() {
    List<String> rows =
        services.declared().stream()
            .map(name -> services.emulated().containsKey(name) ? emulated(name) : real(name))
            .toList();
    return table(List.of("service", "kind", "address", "fault"), rows);
  }

  private String emulated(String name) {
    ModelEmulator service = services.emulated().get(name);
    String fault =
        service
            .controls()
            .fault()
            .map(set -> "<span class=\"bad\">" + escape(set.toJson().toString()) + "</span>")
            .orElse("none");
    return row(
        escape(name),
        escape(service.kind().configName()),
        escape(service.endpoint().toString()),
        fault);
  }

  private static String real(String name) {
    return row(escape(name), "not emulated", "", "");
  }

  private String calls() {
    List<String> rows =
        journal.last(CALLS_SHOWN).reversed().stream().map(StatusPage::call).toList();
    return rows.isEmpty()
        ? "<p>None yet.</p>"
        : table(List.of("at", "service", "call", "body"), rows);
  }

  private static String call(JournalEntry entry) {
    return row(
        escape(entry.at().toString()),
        escape(entry.service()),
        escape(entry.method() + " " + entry.path()),
        escape(shortened(entry.body().toString())));
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + " …";
  }

  private static String table(List<String> heads, List<String> rows) {
    String head = heads.stream().map(text -> "<th>" + text + "</th>").collect(Collectors.joining());
    return "<table>\n<tr>" + head + "</tr>\n" + String.join("\n", rows) + "\n</table>";
  }

  private static String row(String... cells) {
    return "<tr>"
        + List.of(cells).stream().map(cell -> "<td>" + cell + "</td>").collect(Collectors.joining())
        + "</tr>";
  }

  private static String escape(String text) {
    String escaped = text;
    for (Map.Entry<String, String> one :
        List.of(
            Map.entry("&", "&amp;"),
            Map.entry("<", "&lt;"),
            Map.entry(">", "&gt;"),
            Map.entry("\"", "&quot;"))) {
      escaped = escaped.replace(one.getKey(), one.getValue());
    }
    return escaped;
  }
}
