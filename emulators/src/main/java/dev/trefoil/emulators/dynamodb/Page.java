// One page of items.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads until Limit or 1 MB, and says where it stopped. Both count what is read, before the filter.
 * Where Limit is reached there is a LastEvaluatedKey even if nothing follows: the service's only
 * sign of the end is that there is none ("Paginating table query results", DynamoDB Developer
 * Guide). The first item is read however large it is.
 */
final class Page {
  private final Request request;
  private final Table table;
  private final Wanted wanted;

  /**
   * What is wanted of what is read.
   *
   * @param countOnly whether only the numbers are
   */
  record Wanted(Optional<Condition> filter, Optional<Projection> projection, boolean countOnly) {}

  Page(Request request, Table table, Wanted wanted) {
    this.request = request;
    this.table = table;
    this.wanted = wanted;
  }

  /** The answer, of items in the order in which they are read. */
  ObjectNode of(Stream<Value.Document> items) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode page = JsonNodeFactory.instance.arrayNode();
    int limit = request.whole("Limit").orElse(Integer.MAX_VALUE);
    int read = 0;
    int bytes = 0;
    int count = 0;
    Value.Document last = null;
    Iterator<Value.Document> iterator = items.iterator();
    boolean stopped = false;
    while (!stopped && iterator.hasNext()) {
      Value.Document item = iterator.next();
      int size = Sizes.item(item);
      if (read > 0 && bytes + size > Sizes.PAGE) {
        stopped = true;
      } else {
        read++;
        bytes += size;
        last = item;
        if (wanted.filter().isEmpty() || wanted.filter().get().holds(item)) {
          count++;
          page.add(ValueWriter.attributes(wanted.projection().map(p -> p.of(item)).orElse(item)));
        }
        stopped = read == limit;
      }
    }
    answer.put("Count", count).put("ScannedCount", read);
    if (!wanted.countOnly()) {
      answer.set("Items", page);
    }
    if (stopped) {
      answer.set("LastEvaluatedKey", ValueWriter.attributes(table.schema().keyOf(last)));
    }
    Capacity.read(answer, request, table, bytes);
    return answer;
  }
}
