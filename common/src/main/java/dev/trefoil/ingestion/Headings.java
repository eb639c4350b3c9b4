package dev.trefoil.ingestion;

import java.util.ArrayList;
import java.util.List;

/** Gathers a document's sections, while its headings and its text come by. */
final class Headings {
  private static final int LONGEST = 200;
  private static final int LEVELS = 6;

  /** What follows so many is one section, whatever headings it has. */
  private static final int MOST_SECTIONS = 50_000;

  private final List<Section> sections = new ArrayList<>();
  private final String[] way = new String[LEVELS];
  private final StringBuilder text = new StringBuilder();

  /**
   * A heading.
   *
   * @param level from 1
   */
  void heading(int level, String title) {
    if (sections.size() >= MOST_SECTIONS) {
      add("\n\n" + title + "\n");
      return;
    }
    end();
    int at = Math.min(Math.max(level, 1), LEVELS) - 1;
    String cut = title.strip().replaceAll("\\s+", " ");
    way[at] = cut.length() > LONGEST ? cut.substring(0, LONGEST) : cut;
    for (int i = at + 1; i < LEVELS; i++) {
      way[i] = null;
    }
  }

  /** More of the text. */
  void add(String more) {
    text.append(more);
  }

  /** All sections, those that say something. */
  List<Section> all() {
    end();
    return sections;
  }

  private void end() {
    String said = text.toString().strip();
    text.setLength(0);
    List<String> headings = new ArrayList<>();
    for (String title : way) {
      if (title != null && !title.isEmpty()) {
        headings.add(title);
      }
    }
    if (said.isEmpty()) {
      return;
    }
    sections.add(new Section(headings, said));
  }
}
