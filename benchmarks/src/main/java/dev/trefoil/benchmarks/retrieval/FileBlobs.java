// Blobs as files, so that the heap is the index's alone.
package dev.trefoil.benchmarks.retrieval;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** A folder as a blob store. */
record FileBlobs(Path folder) implements BlobStore {
  private Path file(String name) {
    return folder.resolve(name.replace('/', '_'));
  }

  @Override
  public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
    try {
      Files.write(file(name), bytes);
    } catch (IOException e) {
      throw new Unreachable("the disk", e);
    }
  }

  @Override
  public byte[] get(String name, Deadline deadline) throws StoreException {
    try {
      return Files.readAllBytes(file(name));
    } catch (NoSuchFileException e) {
      throw new NoBlob(name);
    } catch (IOException e) {
      throw new Unreachable("the disk", e);
    }
  }

  @Override
  public void delete(String name, Deadline deadline) throws StoreException {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new Unreachable("the disk", e);
    }
  }

  @Override
  public BlobLink link(String name, Duration validFor, Deadline deadline) {
    throw new UnsupportedOperationException("nobody is to have a link");
  }
}
