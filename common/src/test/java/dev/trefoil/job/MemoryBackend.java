package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Queues;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreException.Unreachable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store in memory, which can be down. The job logic is tested with it; what the clouds' own do
 * is tested against their emulators.
 */
public final class MemoryBackend implements RecordStore, BlobStore, Queues {
  /** A message that was sent. */
  record Sent(String queue, String body, Duration delay) {}

  /** What its links' ends are counted from. */
  static final Instant LINKED_AT = Instant.ofEpochSecond(1_000);

  private static final String FIRST = "the first record";

  private final MemoryStore store = new MemoryStore(InstantSource.system());
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Duration> linked = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Set<RecordKey> written = new LinkedHashSet<>();
  private int refuseWrites;
  private int refuseBlobs;
  private int denySends;
  private int overtake;
  private boolean recordsDown;
  private boolean emptyPages;
  private Runnable whenRefused = () -> {};
  private boolean down;

  public Store backend() {
    return new Store(this, this, this);
  }

  /** Time enough for what is in memory. */
  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  /** Nothing works until it is up again. */
  public synchronized void down(boolean isDown) {
    down = isDown;
  }

  /** The next messages arrive, and their senders are told that they did not. */
  synchronized void denySends(int count) {
    denySends = count;
  }

  /** The next writes of records fail. */
  public synchronized void refuseWrites(int count) {
    refuseWrites = count;
  }

  /** The next calls for blobs fail. */
  synchronized void refuseBlobs(int count) {
    refuseBlobs = count;
  }

  /** What happens when a call for a blob is refused. */
  synchronized void whenRefused(Runnable action) {
    whenRefused = action;
  }

  /** The next changes of records find that someone else was quicker. */
  synchronized void overtake(int count) {
    overtake = count;
  }

  /** The first page of each query is empty, and not the last. */
  synchronized void emptyPages() {
    emptyPages = true;
  }

  /** The table alone does not work. */
  synchronized void recordsDown(boolean isDown) {
    recordsDown = isDown;
  }

  /** The container's lifecycle rule deletes what is in it. */
  synchronized void loseBlobs() {
    blobs.clear();
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** What it was asked to do since the last time that this was asked, in order. */
  synchronized List<String> calls() {
    List<String> all = List.copyOf(calls);
    calls.clear();
    return all;
  }

  /** How many messages were sent. */
  public synchronized int messages() {
    return sent.size();
  }

  /** How long each link was asked to last. */
  synchronized List<Duration> linked() {
    return List.copyOf(linked);
  }

  synchronized Map<String, byte[]> blobs() {
    return Map.copyOf(blobs);
  }

  /** Has the first turn of a conversation stand so many times in it. */
  synchronized void repeat(String conversation, int times) throws StoreException {
    String first = conversation + "00010000";
    for (RecordKey key : List.copyOf(written)) {
      if (key.name().equals(first)) {
        Stored turn = store.get(key, soon()).orElseThrow();
        for (int i = 2; i <= times; i++) {
          String place = conversation + "%4s".formatted(Integer.toString(i, 36)).replace(' ', '0');
          String text = turn.text().replace(conversation + "0001", place);
          var unused =
              store.create(
                  new RecordKey(key.group(), place + "0000"), text, turn.expires(), soon());
        }
      }
    }
  }

  /** The texts of all records that there are. */
  synchronized List<String> texts() {
    List<String> texts = new ArrayList<>();
    try {
      for (RecordKey key : written) {
        store.get(key, soon()).map(Stored::text).ifPresent(texts::add);
      }
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
    return texts;
  }

  /** A record's text. */
  Optional<String> text(String id) throws StoreException {
    return store.get(RecordKey.of(id), soon()).map(Stored::text);
  }

  @Override
  public synchronized Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    calls.add("get");
    requireRecords();
    return store.get(key, deadline);
  }

  @Override
  public synchronized Optional<String> create(
      RecordKey key, String text, Instant expires, Deadline deadline) throws StoreException {
    calls.add("create");
    requireWritable();
    written.add(key);
    return store.create(key, text, expires, deadline);
  }

  @Override
  public synchronized Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    calls.add("replace");
    requireWritable();
    if (overtake > 0) {
      overtake--;
      return Optional.empty();
    }
    return store.replace(key, text, expires, version, deadline);
  }

  @Override
  public synchronized void delete(RecordKey key, Deadline deadline) throws StoreException {
    requireWritable();
    store.delete(key, deadline);
  }

  @Override
  public synchronized boolean delete(RecordKey key, String version, Deadline deadline)
      throws StoreException {
    requireWritable();
    return store.delete(key, version, deadline);
  }

  @Override
  public synchronized Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    requireWritable();
    return store.add(key, deltas, expires, deadline);
  }

  @Override
  public synchronized Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    calls.add("query");
    requireRecords();
    if (emptyPages && from.isEmpty()) {
      return new Page(List.of(), Optional.of(FIRST));
    }
    return store.query(group, prefix, from.filter(at -> !at.equals(FIRST)), limit, deadline);
  }

  @Override
  public synchronized void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
    calls.add("put");
    requireBlobs();
    blobs.put(name, bytes);
  }

  @Override
  public synchronized byte[] get(String name, Deadline deadline) throws StoreException {
    calls.add("blob");
    requireBlobs();
    if (!blobs.containsKey(name)) {
      throw new NoBlob("memory has no blob " + name);
    }
    return blobs.get(name);
  }

  @Override
  public synchronized void delete(String name, Deadline deadline) throws StoreException {
    requireBlobs();
    blobs.remove(name);
  }

  @Override
  public synchronized BlobLink link(String name, Duration validFor, Deadline deadline)
      throws StoreException {
    calls.add("link");
    requireUp();
    linked.add(validFor);
    return new BlobLink(URI.create("memory://blobs/" + name), LINKED_AT.plus(validFor));
  }

  @Override
  public synchronized void send(String queue, String body, Duration delay, Deadline deadline)
      throws StoreException {
    calls.add("send");
    requireUp();
    store.send(queue, body, delay, deadline);
    sent.add(new Sent(queue, body, delay));
    if (denySends > 0) {
      denySends--;
      throw new StoreException.Unreachable("no answer");
    }
  }

  @Override
  public List<Received> receive(
      String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException {
    requireUp();
    return store.receive(queue, most, hidden, wait, deadline);
  }

  @Override
  public Received extend(Received message, Duration hidden, Deadline deadline)
      throws StoreException {
    requireUp();
    return store.extend(message, hidden, deadline);
  }

  @Override
  public void delete(Received message, Deadline deadline) throws StoreException {
    requireUp();
    store.delete(message, deadline);
  }

  private void requireBlobs() throws StoreException {
    requireUp();
    if (refuseBlobs > 0) {
      refuseBlobs--;
      whenRefused.run();
      throw new Unreachable("memory refuses blobs");
    }
  }

  private synchronized void requireUp() throws StoreException {
    if (down) {
      throw new Unreachable("memory is down");
    }
  }

  private void requireRecords() throws StoreException {
    requireUp();
    if (recordsDown) {
      throw new Absent("memory has no table");
    }
  }

  private void requireWritable() throws StoreException {
    requireRecords();
    if (refuseWrites > 0) {
      refuseWrites--;
      throw new Unreachable("memory refuses to be written");
    }
  }
}
