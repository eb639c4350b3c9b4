package dev.trefoil.store.azure;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.Bounds;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import dev.trefoil.store.StoreException.Unreadable;
import dev.trefoil.store.StoreHttp;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Queues of Queue storage, named by their URLs; texts in base64, as the queue trigger reads them.
 */
final class StorageQueues implements Queues {
  /** Seven days is the service's own limit. */
  private static final Duration LONGEST_HIDDEN = Duration.ofDays(6);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Pattern MESSAGE =
      Pattern.compile("<QueueMessage>(.*?)</QueueMessage>", Pattern.DOTALL);

  private final StorageCalls calls;

  StorageQueues(StorageCalls calls) {
    this.calls = calls;
  }

  @Override
  public void send(String queue, String body, Duration delay, Deadline deadline)
      throws StoreException {
    Bounds.requireBody("queue", queue, body);
    String text = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> response =
        calls.send(
            "queue",
            "POST",
            queue + "/messages?visibilitytimeout=" + seconds(delay),
            Map.of("content-type", "application/xml"),
            ("<QueueMessage><MessageText>" + text + "</MessageText></QueueMessage>")
                .getBytes(StandardCharsets.UTF_8),
            deadline);
    require(201, queue, response);
  }

  /** The service does not wait itself: it is asked again, after pauses that grow. */
  @Override
  public List<Received> receive(
      String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException {
    Deadline end = deadline.within(wait);
    Duration pause = FIRST_PAUSE;
    while (true) {
      List<Received> received = take(queue, most, hidden, deadline);
      if (!received.isEmpty() || end.remaining().compareTo(pause) < 0) {
        return received;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Unreachable("queue was not waited for: the worker ends", e);
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private List<Received> take(String queue, int most, Duration hidden, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "queue",
            "GET",
            queue
                + "/messages?numofmessages="
                + most
                + "&visibilitytimeout="
                + Math.max(1, seconds(hidden)),
            Map.of(),
            new byte[0],
            deadline);
    require(200, queue, response);
    List<Received> received = new ArrayList<>();
    Matcher messages = MESSAGE.matcher(StoreHttp.words(response));
    while (messages.find()) {
      received.add(message(queue, messages.group(1)));
    }
    return received;
  }

  private static Received message(String queue, String xml) throws Unreadable {
    String id = element(xml, "MessageId");
    String receipt = element(xml, "PopReceipt");
    String text = element(xml, "MessageText");
    try {
      byte[] bytes = Base64.getDecoder().decode(text.strip());
      String body = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Received(queue, id, body, Optional.empty(), receipt);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return new Received(
          queue, id, text, Optional.of("the message is not base64 of UTF-8"), receipt);
    }
  }

  private static String element(String xml, String name) throws Unreadable {
    if (xml.contains("<" + name + " />") || xml.contains("<" + name + "/>")) {
      return "";
    }
    Matcher matcher = Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(name)).matcher(xml);
    if (!matcher.find()) {
      throw new Unreadable("queue answers with a message without " + name);
    }
    return matcher.group(1);
  }

  /** "Update Message" without a body leaves the text as it is, and gives a new receipt. */
  @Override
  public Received extend(Received message, Duration hidden, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "queue",
            "PUT",
            address(message) + "&visibilitytimeout=" + seconds(hidden),
            Map.of(),
            new byte[0],
            deadline);
    require(204, message.queue(), response);
    return new Received(
        message.queue(),
        message.id(),
        message.body(),
        message.flaw(),
        response.headers().firstValue("x-ms-popreceipt").orElse(message.receipt()));
  }

  @Override
  public void delete(Received message, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send("queue", "DELETE", address(message), Map.of(), new byte[0], deadline);
    require(204, message.queue(), response);
  }

  private static String address(Received message) {
    return message.queue()
        + "/messages/"
        + message.id()
        + "?popreceipt="
        + URLEncoder.encode(message.receipt(), StandardCharsets.UTF_8);
  }

  private static void require(int status, String queue, HttpResponse<byte[]> response)
      throws StoreException {
    if (response.statusCode() != status) {
      throw StorageCalls.refusal("queue", "the queue " + queue, response);
    }
  }

  private static long seconds(Duration time) {
    Duration most = time.compareTo(LONGEST_HIDDEN) < 0 ? time : LONGEST_HIDDEN;
    return most.plusMillis(999).toSeconds();
  }
}
