// AWS's query protocol: answers and errors as XML.
package dev.trefoil.emulators.identity.aws;

import java.io.StringWriter;
import java.util.Map;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes documents. */
final class StsXml {

  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newInstance();

  private StsXml() {}

  /**
   * An operation's answer.
   *
   * @param result names to text, or to another such map
   */
  static String answer(String operation, Map<String, ?> result) {
    return document(
        operation + "Response",
        xml -> {
          xml.writeStartElement(operation + "Result");
          members(xml, result);
          xml.writeEndElement();
          xml.writeStartElement("ResponseMetadata");
          members(xml, Map.of("RequestId", UUID.randomUUID().toString()));
          xml.writeEndElement();
        });
  }

  static String error(int status, String code, String message) {
    return document(
        "ErrorResponse",
        xml -> {
          xml.writeStartElement("Error");
          element(xml, "Type", status < 500 ? "Sender" : "Receiver");
          element(xml, "Code", code);
          element(xml, "Message", message);
          xml.writeEndElement();
          element(xml, "RequestId", UUID.randomUUID().toString());
        });
  }

  private static void members(XMLStreamWriter xml, Map<String, ?> members)
      throws XMLStreamException {
    for (Map.Entry<String, ?> member : members.entrySet()) {
      if (member.getValue() instanceof Map<?, ?> nested) {
        xml.writeStartElement(member.getKey());
        for (Map.Entry<?, ?> inner : nested.entrySet()) {
          element(xml, inner.getKey().toString(), inner.getValue().toString());
        }
        xml.writeEndElement();
      } else {
        element(xml, member.getKey(), member.getValue().toString());
      }
    }
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static String document(String root, Content content) {
    try {
      var text = new StringWriter();
      XMLStreamWriter xml = FACTORY.createXMLStreamWriter(text);
      xml.writeStartElement(root);
      xml.writeDefaultNamespace(NAMESPACE);
      content.write(xml);
      xml.writeEndElement();
      xml.close();
      return text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text in memory can be written", e);
    }
  }

  private interface Content {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }
}
