package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreException.Unreachable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory, which one process has and which ends with it. */
public final class MemoryStore implements RecordStore, BlobStore, Queues {
  private static final String SERVICE = "memory";

  private final InstantSource clock;
  private final Map<String, TreeMap<String, Stored>> groups = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final Map<String, List<Waiting>> queues = new HashMap<>();
  private long writes;

  /** A message of a queue; a delivery's receipt is good until the next. */
  private record Waiting(String id, String body, Instant visible, String receipt) {}

  /**
   * @param clock by which messages are hidden and links end
   */
  public MemoryStore(InstantSource clock) {
    this.clock = clock;
  }

  /** All of it. */
  public Store store() {
    return new Store(this, this, this);
  }

  @Override
  public synchronized Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    requireTime(deadline);
    return Optional.ofNullable(group(key).get(key.name()));
  }

  @Override
  public synchronized Optional<String> create(
      RecordKey key, String text, Instant expires, Deadline deadline) throws StoreException {
    requireTime(deadline);
    Bounds.requireText(SERVICE, key, text);
    return group(key).containsKey(key.name())
        ? Optional.empty()
        : Optional.of(write(key, text, Map.of(), expires));
  }

  @Override
  public synchronized Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    Bounds.requireText(SERVICE, key, text);
    return isAt(key, version) ? Optional.of(write(key, text, Map.of(), expires)) : Optional.empty();
  }

  @Override
  public synchronized void delete(RecordKey key, Deadline deadline) throws StoreException {
    requireTime(deadline);
    group(key).remove(key.name());
  }

  @Override
  public synchronized boolean delete(RecordKey key, String version, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    return isAt(key, version) && group(key).remove(key.name()) != null;
  }

  @Override
  public synchronized Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    Bounds.requireCounters(deltas);
    Optional<Stored> there = Optional.ofNullable(group(key).get(key.name()));
    Map<String, Long> all = new HashMap<>(there.map(Stored::counters).orElse(Map.of()));
    Map<String, Long> now = new HashMap<>();
    deltas.forEach((name, delta) -> now.put(name, all.merge(name, delta, Long::sum)));
    write(key, there.map(Stored::text).orElse(""), all, expires);
    return now;
  }

  @Override
  public synchronized Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    Bounds.requireQuery(group, prefix, limit);
    List<Named> page = new ArrayList<>();
    TreeMap<String, Stored> names = groups.getOrDefault(group, new TreeMap<>());
    for (var entry : names.tailMap(from.orElse(prefix), from.isEmpty()).entrySet()) {
      if (entry.getKey().isEmpty()) {
        continue;
      }
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (page.size() == limit) {
        return new Page(page, Optional.of(page.getLast().name()));
      }
      page.add(new Named(entry.getKey(), entry.getValue()));
    }
    return new Page(page, Optional.empty());
  }

  private TreeMap<String, Stored> group(RecordKey key) {
    return groups.computeIfAbsent(key.group(), absent -> new TreeMap<>());
  }

  private boolean isAt(RecordKey key, String version) {
    return Optional.ofNullable(group(key).get(key.name()))
        .filter(there -> there.version().equals(version))
        .isPresent();
  }

  private String write(RecordKey key, String text, Map<String, Long> counters, Instant expires) {
    String version = Long.toString(++writes);
    group(key).put(key.name(), new Stored(text, counters, expires, version));
    return version;
  }

  @Override
  public synchronized void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
    requireTime(deadline);
    blobs.put(name, bytes.clone());
  }

  @Override
  public synchronized byte[] get(String name, Deadline deadline) throws StoreException {
    requireTime(deadline);
    return Optional.ofNullable(blobs.get(name))
        .orElseThrow(() -> new NoBlob("memory has no blob " + name))
        .clone();
  }

  @Override
  public synchronized void delete(String name, Deadline deadline) throws StoreException {
    requireTime(deadline);
    blobs.remove(name);
  }

  /** Which nobody but a test follows. */
  @Override
  public BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
    requireTime(deadline);
    return new BlobLink(URI.create("memory://blobs/" + name), clock.instant().plus(validFor));
  }

  @Override
  public synchronized void send(String queue, String body, Duration delay, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    Bounds.requireBody(SERVICE, queue, body);
    String id = Long.toString(++writes);
    queue(queue).add(new Waiting(id, body, clock.instant().plus(delay), ""));
    notifyAll();
  }

  @Override
  public synchronized List<Received> receive(
      String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    Deadline end = deadline.within(wait);
    List<Received> received = take(queue, most, hidden);
    try {
      while (received.isEmpty() && !end.isExpired()) {
        wait(Math.max(1, end.remaining().toMillis()));
        received = take(queue, most, hidden);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("memory was not waited for: the worker ends", e);
    }
    return received;
  }

  private List<Received> take(String queue, int most, Duration hidden) {
    List<Waiting> all = queue(queue);
    List<Received> taken = new ArrayList<>();
    Instant now = clock.instant();
    for (int i = 0; i < all.size() && taken.size() < most; i++) {
      Waiting one = all.get(i);
      if (!one.visible().isAfter(now)) {
        String receipt = Long.toString(++writes);
        all.set(i, new Waiting(one.id(), one.body(), now.plus(hidden), receipt));
        taken.add(new Received(queue, one.id(), one.body(), Optional.empty(), receipt));
      }
    }
    return taken;
  }

  @Override
  public synchronized Received extend(Received message, Duration hidden, Deadline deadline)
      throws StoreException {
    requireTime(deadline);
    queue(message.queue())
        .replaceAll(
            one ->
                one.receipt().equals(message.receipt())
                    ? new Waiting(one.id(), one.body(), clock.instant().plus(hidden), one.receipt())
                    : one);
    notifyAll();
    return message;
  }

  @Override
  public synchronized void delete(Received message, Deadline deadline) throws StoreException {
    requireTime(deadline);
    for (Iterator<Waiting> all = queue(message.queue()).iterator(); all.hasNext(); ) {
      if (all.next().receipt().equals(message.receipt())) {
        all.remove();
      }
    }
  }

  private List<Waiting> queue(String name) {
    return queues.computeIfAbsent(name, absent -> new ArrayList<>());
  }

  private static void requireTime(Deadline deadline) throws StoreException {
    if (deadline.isExpired()) {
      throw new Unreachable("memory was not asked: its time is over");
    }
  }
}
