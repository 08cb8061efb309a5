package io.gongmail.server.clientsetup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * The account settings that Outlook asks for, and others with it: the "plain old XML" form of Autodiscover ([MS-OXDSCLI] §2.2), and
 * the pointer to it that newer programs ask for first (Autodiscover v2, JSON). A program that presents no certificate gets the settings
 * too, and learns at the server why they do not suffice.
 */
public final class Autodiscover {
    public static final String XML = "text/xml";
    public static final String JSON = "application/json";
    /** Where the settings are. */
    public static final String PATH = "/autodiscover/autodiscover.xml";
    /** The one protocol that there is a pointer for. */
    public static final String PROTOCOL = "AutodiscoverV1";

    private static final String ROOM = "http://schemas.microsoft.com/exchange/autodiscover/";
    private static final String ENVELOPE = ROOM + "responseschema/2006";
    private static final String SETTINGS = ROOM + "outlook/responseschema/2006a";
    private static final String NO_SUCH_ADDRESS = "500";

    private static final ObjectMapper WRITER = new ObjectMapper();

    private Autodiscover() {}

    /** The address that a request names ([MS-OXDSCLI] §2.2.3); empty where it is no such request. */
    public static Optional<String> address(byte[] request) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // Nothing outside of the request is read, and nothing in it is taken twice.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(request));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("EMailAddress")) {
                    return Optional.of(xml.getElementText().strip());
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    /** @param address of a domain of the service's; a program signs in by it */
    public static byte[] settings(MailService service, String address) {
        return XmlFile.of(xml -> answer(xml, SETTINGS, () -> {
            xml.writeStartElement("Account");
            XmlFile.element(xml, "AccountType", "email");
            XmlFile.element(xml, "Action", "settings");
            protocol(xml, "IMAP", service.host(), service.imap(), address);
            protocol(xml, "SMTP", service.host(), service.submission(), address);
            xml.writeEndElement();
        }));
    }

    /** What an address of elsewhere is told ([MS-OXDSCLI] §2.2.4.1.1.1). */
    public static byte[] notHere() {
        return XmlFile.of(xml -> answer(xml, ENVELOPE, () -> {
            xml.writeStartElement("Error");
            XmlFile.element(xml, "ErrorCode", NO_SUCH_ADDRESS);
            XmlFile.element(xml, "Message", "The address is of no domain of this service.");
            xml.writeEndElement();
        }));
    }

    /** Where {@link #settings} are; empty for a protocol that is not there. */
    public static Optional<byte[]> pointer(MailService service, String protocol) {
        if (!protocol.equalsIgnoreCase(PROTOCOL)) {
            return Optional.empty();
        }
        try {
            return Optional.of(WRITER.writeValueAsString(new TreeMap<>(Map.of(
                            "Protocol",
                            PROTOCOL,
                            "Url",
                            service.portal().resolve(PATH).toString())))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // Texts alone.
        }
    }

    /** What stands within an answer. */
    @FunctionalInterface
    private interface Within {
        void write() throws XMLStreamException;
    }

    private static void answer(XMLStreamWriter xml, String schema, Within within) throws XMLStreamException {
        xml.writeStartElement("Autodiscover");
        xml.writeDefaultNamespace(ENVELOPE);
        xml.writeStartElement("Response");
        xml.writeDefaultNamespace(schema);
        within.write();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void protocol(
            XMLStreamWriter xml, String type, String host, MailService.Listener listener, String address)
            throws XMLStreamException {
        xml.writeStartElement("Protocol");
        XmlFile.element(xml, "Type", type);
        XmlFile.element(xml, "Server", host);
        XmlFile.element(xml, "Port", String.valueOf(listener.port()));
        XmlFile.element(xml, "LoginName", address);
        XmlFile.element(xml, "DomainRequired", "off");
        XmlFile.element(xml, "SPA", "off");
        XmlFile.element(xml, "SSL", "on");
        XmlFile.element(xml, "Encryption", "SSL"); // TLS from the first octet
        XmlFile.element(xml, "AuthRequired", "on");
        xml.writeEndElement();
    }
}
