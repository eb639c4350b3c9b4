package dev.trefoil.agent;

import dev.trefoil.store.StoreException;
import java.util.List;

/**
 * Keeps what a run has done, each step before the next, so that another process can go on with it
 * when this one dies.
 */
public interface RunJournal {
  /** Keeps nothing: the run ends with its process. */
  RunJournal NONE =
      new RunJournal() {
        @Override
        public boolean keeps() {
          return false;
        }

        @Override
        public List<String> load() {
          return List.of();
        }

        @Override
        public boolean add(int place, String entry) {
          return true;
        }

        @Override
        public void clear() {}
      };

  /** Whether anything is kept. */
  boolean keeps();

  /** All entries so far, in order. */
  List<String> load() throws StoreException;

  /**
   * Adds an entry, which is safe when this returns true.
   *
   * @param place how many stand before it
   * @return false when another process has added one there: that one goes on with the run
   */
  boolean add(int place, String entry) throws StoreException;

  /** Forgets all entries, once the run's answer is kept elsewhere. */
  void clear() throws StoreException;
}
