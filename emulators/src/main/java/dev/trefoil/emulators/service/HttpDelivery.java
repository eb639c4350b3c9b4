// Puts an answer on the wire at the pace that a test asks for, and fails on the way when told to.
package dev.trefoil.emulators.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Oddity;
import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Delivers one answer. */
public final class HttpDelivery {

  private static final int HEARTBEAT_MILLIS = 100;
  private static final byte[] BLANK_LINE = {'\n'};

  private final HttpExchange exchange;
  private final Controls controls;
  private final Pace pace;

  /** Delivers through this exchange, as the controls say. */
  public HttpDelivery(HttpExchange exchange, Controls controls) {
    this.exchange = exchange;
    this.controls = controls;
    this.pace = controls.pace();
  }

  void stream(List<Step<JsonNode>> steps, HttpProtocol<?> protocol)
      throws IOException, InterruptedException {
    exchange.startChunked(200, protocol.streamHeaders());
    for (Step<JsonNode> step : steps) {
      switch (step) {
        case Step.Send<JsonNode> send -> {
          await(send.token());
          exchange.chunk(protocol.encode(send.event()));
        }
        case Step.SendBroken<JsonNode> send -> {
          await(send.token());
          exchange.chunk(protocol.encodeBroken(send.event()));
        }
        case Step.Delay<JsonNode> delay -> {
          if (delay.millis() > 0 && exchange.clientLeavesWithin(delay.millis())) {
            controls.noteAbandoned();
            return;
          }
        }
        case Step.Stall<JsonNode> stall -> {
          exchange.awaitClientGone();
          controls.noteAbandoned();
          return;
        }
        case Step.Heartbeats<JsonNode> heartbeats -> {
          heartbeats(protocol.heartbeat());
          return;
        }
        case Step.Endless<JsonNode> endless -> repeat(protocol.encode(endless.event()));
        case Step.Fail<JsonNode> fail -> exchange.chunk(protocol.errorInStream());
        case Step.Cut<JsonNode> cut -> {
          exchange.cut();
          return;
        }
      }
    }
    exchange.endChunked();
  }

  /**
   * Sends a whole answer, with the failure that strikes it on the way.
   *
   * @return whether all of it was sent, and nothing else
   */
  public boolean whole(byte[] body, Headers headers, Optional<Failure> failure)
      throws IOException, InterruptedException {
    int half = body.length / 2;
    switch (failure.orElse(null)) {
      case Failure.Slow slow -> {
        if (slow.delayMs() > 0 && exchange.clientLeavesWithin(slow.delayMs())) {
          controls.noteAbandoned();
          return false;
        }
        pace.beforeToken(0);
        exchange.send(200, headers, body);
        return true;
      }
      case Failure.Malformed malformed -> {
        pace.beforeToken(0);
        exchange.send(200, headers, Arrays.copyOf(body, half));
      }
      case Failure.Stall stall -> {
        pace.beforeToken(0);
        exchange.sendPart(200, headers, body, half);
        exchange.awaitClientGone();
        controls.noteAbandoned();
      }
      case Failure.Cut cut -> {
        pace.beforeToken(0);
        exchange.sendPart(200, headers, body, half);
        exchange.cut();
      }
      case Failure.Odd odd when odd.oddity() == Oddity.HEARTBEATS -> {
        exchange.startChunked(200, headers);
        heartbeats(BLANK_LINE);
      }
      case Failure.Odd odd when odd.oddity() == Oddity.RUNAWAY -> {
        exchange.startChunked(200, headers);
        exchange.chunk(Arrays.copyOf(body, half));
        repeat(BLANK_LINE);
      }
      case null, default -> {
        pace.beforeToken(0);
        exchange.send(200, headers, body);
        return true;
      }
    }
    return false;
  }

  private void heartbeats(byte[] one) throws IOException {
    do {
      exchange.chunk(one);
    } while (!exchange.clientLeavesWithin(HEARTBEAT_MILLIS));
    controls.noteAbandoned();
  }

  /** Ends with the exception of a write to a client that has gone. */
  private void repeat(byte[] one) throws IOException {
    while (true) {
      exchange.chunk(one);
    }
  }

  private void await(int token) throws InterruptedException {
    if (token >= 0) {
      pace.beforeToken(token);
    }
  }
}
