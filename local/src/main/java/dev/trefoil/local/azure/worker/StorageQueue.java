// A Storage Queue as the Functions host reads it: REST, with the managed identity's token.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** One queue. */
final class StorageQueue {
  private static final String VERSION = "2021-12-02";
  private static final String RESOURCE = "https://storage.azure.com";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> settings;
  private final String url;

  /**
   * @param settings the app's, with the identity endpoint
   */
  StorageQueue(String service, String name, Map<String, String> settings) {
    this.settings = settings;
    this.url = service + "/" + name;
  }

  /**
   * A message that nobody else gets for a time.
   *
   * @param dequeueCount how many times it has been got, this time included
   * @param insertionTime and the other moments as the service writes them
   */
  record Message(
      String id,
      String text,
      String popReceipt,
      int dequeueCount,
      String insertionTime,
      String expirationTime,
      String timeNextVisible) {}

  List<Message> get(int most, int hiddenSeconds) throws IOException, InterruptedException {
    String body =
        send(
            "GET",
            url + "/messages?numofmessages=" + most + "&visibilitytimeout=" + hiddenSeconds,
            "",
            200);
    List<Message> messages = new ArrayList<>();
    NodeList items = parse(body).getElementsByTagName("QueueMessage");
    for (int i = 0; i < items.getLength(); i++) {
      Element item = (Element) items.item(i);
      messages.add(
          new Message(
              text(item, "MessageId"),
              text(item, "MessageText"),
              text(item, "PopReceipt"),
              Integer.parseInt(text(item, "DequeueCount")),
              text(item, "InsertionTime"),
              text(item, "ExpirationTime"),
              text(item, "TimeNextVisible")));
    }
    return messages;
  }

  void delete(Message message) throws IOException, InterruptedException {
    send("DELETE", messageUrl(message), "", 204);
  }

  /** Has it delivered again after a time. */
  void show(Message message, Duration hidden) throws IOException, InterruptedException {
    send(
        "PUT",
        messageUrl(message) + "&visibilitytimeout=" + hidden.toSeconds(),
        xml(message.text()),
        204);
  }

  /** Makes the queue unless it is there, and puts a text on it as it is. */
  void put(String text) throws IOException, InterruptedException {
    send("PUT", url, "", 201, 204);
    send("POST", url + "/messages", xml(text), 201);
  }

  private String messageUrl(Message message) {
    return url
        + "/messages/"
        + message.id()
        + "?popreceipt="
        + URLEncoder.encode(message.popReceipt(), StandardCharsets.UTF_8);
  }

  private static String xml(String text) {
    return "<QueueMessage><MessageText>"
        + text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
        + "</MessageText></QueueMessage>";
  }

  private String send(String method, String target, String body, int... expected)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(target))
            .header("authorization", "Bearer " + token())
            .header("x-ms-version", VERSION)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    for (int status : expected) {
      if (response.statusCode() == status) {
        return response.body();
      }
    }
    throw new IOException(
        method + " " + url + " is answered " + response.statusCode() + ": " + response.body());
  }

  private String token() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    settings.get("IDENTITY_ENDPOINT")
                        + "?api-version=2019-08-01&resource="
                        + URLEncoder.encode(RESOURCE, StandardCharsets.UTF_8)))
            .header("X-IDENTITY-HEADER", settings.get("IDENTITY_HEADER"))
            .build();
    JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    return answer.path("access_token").asText();
  }

  private static Element parse(String xml) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("the queue answers what is not XML", e);
    }
  }

  private static String text(Element item, String name) {
    return item.getElementsByTagName(name).item(0).getTextContent();
  }
}
