package io.gongmail.server.clientsetup;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A configuration profile that adds the account to Apple Mail on macOS (Apple, "Configuration Profile Reference",
 * {@code com.apple.mail.managed}). It has neither password nor key: macOS asks for the one, and takes the other from the key chain.
 */
final class AppleProfile {
    private static final String DOCTYPE = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";

    private AppleProfile() {}

    /**
     * A property list in XML. The same address gives the same profile, which takes the place of the one that is installed.
     *
     * @param address of a domain of the service's
     */
    static byte[] write(MailService service, String address) {
        return XmlFile.of(xml -> {
            xml.writeDTD(DOCTYPE);
            xml.writeStartElement("plist");
            xml.writeAttribute("version", "1.0");
            value(xml, profile(service, address));
            xml.writeEndElement();
        });
    }

    private static Map<String, Object> profile(MailService service, String address) {
        Map<String, Object> account = payload("com.apple.mail.managed", service, "mail", address);
        account.put("EmailAccountType", "EmailTypeIMAP");
        account.put("EmailAccountDescription", address);
        account.put("EmailAddress", address);
        server(account, "Incoming", service.host(), service.imap(), address);
        server(account, "Outgoing", service.host(), service.submission(), address);
        account.put("OutgoingPasswordSameAsIncomingPassword", true);
        Map<String, Object> profile = payload("Configuration", service, "profile", address);
        profile.put("PayloadOrganization", service.host());
        profile.put("PayloadRemovalDisallowed", false);
        profile.put("PayloadContent", List.of(account));
        return profile;
    }

    private static Map<String, Object> payload(String type, MailService service, String part, String address) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("PayloadType", type);
        payload.put("PayloadVersion", 1);
        payload.put("PayloadIdentifier", service.host() + "." + part + "." + address);
        payload.put(
                "PayloadUUID",
                UUID.nameUUIDFromBytes((service.host() + " " + part + " " + address).getBytes(StandardCharsets.UTF_8))
                        .toString());
        payload.put("PayloadDisplayName", address);
        return payload;
    }

    private static void server(
            Map<String, Object> account, String way, String host, MailService.Listener listener, String address) {
        account.put(way + "MailServerHostName", host);
        account.put(way + "MailServerPortNumber", listener.port());
        account.put(way + "MailServerUseSSL", true);
        account.put(way + "MailServerAuthentication", "EmailAuthPassword");
        account.put(way + "MailServerUsername", address);
    }

    private static void value(XMLStreamWriter xml, Object value) throws XMLStreamException {
        if (value instanceof Map<?, ?> dictionary) {
            xml.writeStartElement("dict");
            for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
                XmlFile.element(xml, "key", String.valueOf(entry.getKey()));
                value(xml, entry.getValue());
            }
            xml.writeEndElement();
        } else if (value instanceof List<?> array) {
            xml.writeStartElement("array");
            for (Object each : array) {
                value(xml, each);
            }
            xml.writeEndElement();
        } else if (value instanceof Boolean truth) {
            xml.writeEmptyElement(truth.toString());
        } else {
            XmlFile.element(xml, value instanceof Integer ? "integer" : "string", value.toString());
        }
    }
}
