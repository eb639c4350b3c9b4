package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.RequestFields;

/**
 * An item of the input, whose type is known.
 *
 * @param type as it is, or as its members tell
 * @param fields the rest of it
 * @param json the whole, for what is passed on as it is
 */
record InputItem(String type, RequestFields fields, JrsValue json) {
  boolean isCall() {
    return type.equals("function_call") || type.equals("custom_tool_call");
  }

  boolean isResult() {
    return type.equals("function_call_output") || type.equals("custom_tool_call_output");
  }
}
