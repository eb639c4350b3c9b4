// The page's files and what a browser is told to let them do, for whichever server gives them.
package dev.trefoil.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * What is answered below {@code /console}: files of this jar, and nothing else. The page asks for
 * all that it shows by itself, with a key that whoever sits before it types in. Used by many
 * threads at once.
 */
public final class ConsolePage {
  /** The path that the page is below. */
  public static final String PATH = "/console";

  /** What says whose calls the page shows: JSON, {@code {"gateways": [{"name", "url"}]}}. */
  private static final String SITE = "site.json";

  private static final String INDEX = "index.html";

  /**
   * Nothing comes from anywhere else, no script but the files' own is run, and no text becomes
   * markup: {@code trusted-types 'none'} has the browser throw where a script would try.
   */
  public static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Set<String> FILES =
      Set.of(
          INDEX,
          SITE,
          "api.js",
          "calls.js",
          "dom.js",
          "feed.js",
          "icon.svg",
          "kept.js",
          "keys.js",
          "list.js",
          "main.js",
          "plot.js",
          "style.css",
          "switchboard.js",
          "targets.js",
          "usage.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");

  private final Optional<byte[]> site;
  private final Map<String, byte[]> zipped = new ConcurrentHashMap<>();

  private ConsolePage(Optional<byte[]> site) {
    this.site = site;
  }

  /** The page of a server that answers the admin door itself. */
  public static ConsolePage ofServer() {
    return new ConsolePage(Optional.empty());
  }

  /**
   * The page of one that only stands beside those that do.
   *
   * @param site what {@code site.json} is there
   */
  public static ConsolePage beside(String site) {
    return new ConsolePage(Optional.of(site.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * An answer.
   *
   * @param headers in small letters
   * @param body empty where there is none
   */
  public record Answer(int status, Map<String, String> headers, byte[] body) {}

  /** Whether a path is the page's to answer. */
  public static boolean isOf(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  /**
   * Answers a call.
   *
   * @param method in capitals; a server leaves the body out where it is HEAD
   * @param path one that {@link #isOf}; a file's name is not decoded
   * @param encodings what the caller says that it takes, as {@code Accept-Encoding}
   */
  public Answer answer(String method, String path, String encodings) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return text(405, "The console takes GET.\n", Map.of("allow", "GET, HEAD"));
    }
    if (path.equals(PATH)) {
      // Relative, for whatever stands before the server: names in the page are relative to it.
      return text(308, "", Map.of("location", PATH.substring(1) + "/"));
    }
    String name = path.substring(PATH.length() + 1);
    String file = name.isEmpty() ? INDEX : name;
    if (!FILES.contains(file)) {
      return text(404, "There is no such file of the console.\n", Map.of());
    }
    String type = TYPES.get(file.substring(file.indexOf('.') + 1));
    Map<String, String> headers = headers(type);
    headers.put("vary", "accept-encoding");
    if (!encodings.contains("gzip")) {
      return new Answer(200, headers, bytes(file));
    }
    headers.put("content-encoding", "gzip");
    return new Answer(200, headers, zipped.computeIfAbsent(file, this::zip));
  }

  private static Answer text(int status, String text, Map<String, String> more) {
    Map<String, String> headers = headers("text/plain; charset=utf-8");
    headers.putAll(more);
    return new Answer(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> headers(String type) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", type);
    headers.put("cache-control", "no-cache");
    headers.put("content-security-policy", POLICY);
    headers.put("x-content-type-options", "nosniff");
    headers.put("referrer-policy", "no-referrer");
    headers.put("cross-origin-opener-policy", "same-origin");
    headers.put("cross-origin-resource-policy", "same-origin");
    return headers;
  }

  private byte[] bytes(String file) {
    if (file.equals(SITE) && site.isPresent()) {
      return site.get();
    }
    try (InputStream in = ConsolePage.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] zip(String file) {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zip)) {
      out.write(bytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return zip.toByteArray();
  }
}
