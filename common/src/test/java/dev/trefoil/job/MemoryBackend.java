package dev.trefoil.job;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Table, blobs and queues in memory, which can be down. The job logic is tested with it; what the
 * clouds' own do is tested against their emulators.
 */
public final class MemoryBackend implements RecordStore, BlobStore, QueueSender {
  /** A message that was sent. */
  record Sent(String queue, String body, Duration delay) {}

  /** What its links' ends are counted from. */
  static final Instant LINKED_AT = Instant.ofEpochSecond(1_000);

  /** A Storage Queue's 64 KiB of base64, the least of all queues. */
  private static final int MOST_BYTES = 3 * (64 << 10) / 4;

  private final Map<String, Stored> records = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Duration> linked = new ArrayList<>();
  private int writes;
  private int refuseWrites;
  private int refuseBlobs;
  private int overtake;
  private boolean recordsDown;
  private Runnable whenRefused = () -> {};
  private boolean down;

  public JobBackend backend() {
    return new JobBackend(this, this, this);
  }

  /** Nothing works until it is up again. */
  public synchronized void down(boolean isDown) {
    down = isDown;
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

  @Override
  public synchronized Optional<Stored> find(String id) throws StoreException {
    requireRecords();
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public synchronized Optional<String> create(String id, String text, Instant expires)
      throws StoreException {
    requireWritable();
    return records.containsKey(id) ? Optional.empty() : Optional.of(write(id, text));
  }

  @Override
  public synchronized Optional<String> replace(
      String id, String text, Instant expires, String version) throws StoreException {
    requireWritable();
    if (overtake > 0) {
      overtake--;
      return Optional.empty();
    }
    Stored there = records.get(id);
    return there != null && there.version().equals(version)
        ? Optional.of(write(id, text))
        : Optional.empty();
  }

  private String write(String id, String text) {
    String version = Integer.toString(++writes);
    records.put(id, new Stored(text, version));
    return version;
  }

  @Override
  public synchronized void put(String name, byte[] bytes) throws StoreException {
    requireBlobs();
    blobs.put(name, bytes);
  }

  @Override
  public synchronized byte[] get(String name) throws StoreException {
    requireBlobs();
    if (!blobs.containsKey(name)) {
      throw new NoSuchBlobException("memory has no blob " + name);
    }
    return blobs.get(name);
  }

  @Override
  public synchronized BlobLink link(String name, Duration validFor) throws StoreException {
    requireUp();
    linked.add(validFor);
    return new BlobLink(URI.create("memory://blobs/" + name), LINKED_AT.plus(validFor));
  }

  @Override
  public synchronized void send(String queue, String body, Duration delay) throws StoreException {
    requireUp();
    if (body.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new StoreException("memory takes no message of " + body.length() + " characters");
    }
    sent.add(new Sent(queue, body, delay));
  }

  private void requireBlobs() throws StoreException {
    requireUp();
    if (refuseBlobs > 0) {
      refuseBlobs--;
      whenRefused.run();
      throw new StoreException("memory refuses blobs");
    }
  }

  private void requireUp() throws StoreException {
    if (down) {
      throw new StoreException("memory is down");
    }
  }

  private void requireRecords() throws StoreException {
    requireUp();
    if (recordsDown) {
      throw new StoreException("memory has no table");
    }
  }

  private void requireWritable() throws StoreException {
    requireRecords();
    if (refuseWrites > 0) {
      refuseWrites--;
      throw new StoreException("memory refuses to be written");
    }
  }
}
