// Amazon DynamoDB, as far as tables without indexes and operations on single items go.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.net.HttpServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Tables in memory, over the service's JSON protocol: CreateTable, DescribeTable, DeleteTable,
 * ListTables, UpdateTimeToLive, DescribeTimeToLive, PutItem, GetItem, UpdateItem, DeleteItem, Query
 * and Scan. Secondary indexes, streams, transactions, batches, PartiQL and the parameters that came
 * before expressions are refused. Signatures are checked, and what the signer may do.
 *
 * <p>An item whose time to live is over stays until it is swept, as in the service, where that may
 * take days ("How it works: DynamoDB Time to Live", DynamoDB Developer Guide).
 */
public final class DynamoDbEmulator implements AutoCloseable {

  /** The longest request, in bytes ("Quotas", DynamoDB Developer Guide: 16 MB). */
  static final int REQUEST_LIMIT = 16 * 1024 * 1024;

  private static final Duration SWEEP_EVERY = Duration.ofDays(2);

  private final Map<String, Function<Request, ObjectNode>> operations;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final Controls controls = new Controls(Failure.Sort.STORE);
  private final Tables tables;
  private final HttpServer server;

  private DynamoDbEmulator(int port, AwsKeyring keyring, Clock clock) {
    this.tables = new Tables(clock, SWEEP_EVERY);
    this.operations = operations(tables);
    this.server =
        HttpServer.start(port, REQUEST_LIMIT, new DynamoDbProtocol(this, controls, keyring, clock));
  }

  /**
   * Starts it on any free port.
   *
   * @param keyring the keys that may sign, and what their principals may do
   * @param clock by which signatures are judged and items end
   */
  public static DynamoDbEmulator start(AwsKeyring keyring, Clock clock) {
    return new DynamoDbEmulator(0, keyring, clock);
  }

  /** Where it is, without a last slash. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Its faults, and the journal of its requests. */
  public Controls controls() {
    return controls;
  }

  /** How often each operation was served, refused ones included; of all time, by name. */
  public Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /**
   * Serves an operation to the account's owner, without HTTP: to make the tables that functions
   * find.
   *
   * @param operation e.g. {@code CreateTable}
   * @throws IllegalArgumentException when the service would refuse it, with the refusal's body
   */
  public JsonNode call(String operation, JsonNode request) {
    try {
      return serve(operation, request);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.body(), e);
    }
  }

  /** Sets how long an item may outlive its end while its table is used; two days if not set. */
  public void sweepEvery(Duration interval) {
    tables.sweepEvery(interval);
  }

  /** Removes the items that have ended. */
  public void sweep() {
    tables.sweep();
  }

  @Override
  public void close() {
    server.close();
  }

  boolean knows(String operation) {
    return operations.containsKey(operation);
  }

  ObjectNode serve(String operation, JsonNode request) {
    if (!knows(operation)) {
      throw Refusal.unknownOperation();
    }
    counts.merge(operation, 1L, Long::sum);
    WireForm.check(request);
    return operations.get(operation).apply(new Request(request));
  }

  /** The name of a table in the account that all emulators play. */
  static String arn(String table) {
    return "arn:aws:dynamodb:us-east-1:123456789012:table/" + table;
  }

  private static Map<String, Function<Request, ObjectNode>> operations(Tables tables) {
    TableOperations table = new TableOperations(tables);
    ItemReads reads = new ItemReads(tables);
    ItemWrites writes = new ItemWrites(tables);
    return Map.ofEntries(
        Map.entry("CreateTable", table::create),
        Map.entry("DescribeTable", table::describe),
        Map.entry("DeleteTable", table::delete),
        Map.entry("ListTables", table::list),
        Map.entry("UpdateTimeToLive", table::updateTimeToLive),
        Map.entry("DescribeTimeToLive", table::describeTimeToLive),
        Map.entry("GetItem", reads::get),
        Map.entry("Query", reads::query),
        Map.entry("Scan", reads::scan),
        Map.entry("PutItem", writes::put),
        Map.entry("UpdateItem", writes::update),
        Map.entry("DeleteItem", writes::delete));
  }
}
