// What a request has used of a table's throughput.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** "DynamoDB read and write operations", DynamoDB Developer Guide. */
final class Capacity {
  private static final int READ_UNIT = 4096;
  private static final int WRITE_UNIT = 1024;

  private Capacity() {}

  /** Tells of a write, where the request wants to know: of the larger of both sizes. */
  static void written(ObjectNode answer, Request request, Table table, int before, int after) {
    tell(answer, request, table, units(Math.max(before, after), WRITE_UNIT));
  }

  /** Tells of a read: half as much where it need not be of the last write. */
  static void read(ObjectNode answer, Request request, Table table, int bytes) {
    double whole = units(bytes, READ_UNIT);
    tell(answer, request, table, request.flag("ConsistentRead", false) ? whole : whole / 2);
  }

  private static void tell(ObjectNode answer, Request request, Table table, double units) {
    String wanted = request.text("ReturnConsumedCapacity").orElse("NONE");
    if (!wanted.equals("NONE")) {
      ObjectNode capacity = answer.putObject("ConsumedCapacity");
      capacity.put("TableName", table.name()).put("CapacityUnits", units);
      if (wanted.equals("INDEXES")) {
        capacity.putObject("Table").put("CapacityUnits", units);
      }
    }
  }

  /** What is empty or absent takes one. */
  private static double units(int bytes, int unit) {
    return Math.max(1, (bytes + unit - 1) / unit);
  }
}
