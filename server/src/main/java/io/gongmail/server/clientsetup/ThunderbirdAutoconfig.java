package io.gongmail.server.clientsetup;

import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The account settings that Thunderbird asks for, and Evolution, KMail, K-9, GNOME and others with it: format 1.1 of
 * draft-ietf-mailmaint-autoconfig.
 */
public final class ThunderbirdAutoconfig {
    public static final String TYPE = "application/xml";

    private static final Map<String, String> WORDS =
            Map.of("ko", "인증서를 가져오는 방법과 프로그램별 설정", "en", "How to import the certificate, program by program");

    private ThunderbirdAutoconfig() {}

    /** UTF-8. Programs put the person's own address in place of {@code %EMAILADDRESS%}. */
    public static byte[] write(MailService service) {
        return XmlFile.of(xml -> {
            xml.writeStartElement("clientConfig");
            xml.writeAttribute("version", "1.1");
            provider(xml, service);
            xml.writeEndElement();
        });
    }

    private static void provider(XMLStreamWriter xml, MailService service) throws XMLStreamException {
        xml.writeStartElement("emailProvider");
        xml.writeAttribute("id", service.domains().get(0));
        for (String domain : service.domains()) {
            XmlFile.element(xml, "domain", domain);
        }
        XmlFile.element(xml, "displayName", service.host());
        XmlFile.element(xml, "displayShortName", service.host());
        server(xml, "incomingServer", "imap", service.host(), service.imap());
        server(xml, "outgoingServer", "smtp", service.host(), service.submission());
        xml.writeStartElement("documentation");
        xml.writeAttribute("url", service.portal().resolve("/setup").toString());
        for (String language : List.of("ko", "en")) {
            xml.writeStartElement("descr");
            xml.writeAttribute("lang", language);
            xml.writeCharacters(WORDS.get(language));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void server(
            XMLStreamWriter xml, String element, String type, String host, MailService.Listener listener)
            throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("type", type);
        XmlFile.element(xml, "hostname", host);
        XmlFile.element(xml, "port", String.valueOf(listener.port()));
        XmlFile.element(xml, "socketType", "SSL");
        XmlFile.element(xml, "username", "%EMAILADDRESS%");
        // The first that a program can do is the one it takes, without trying it.
        if (listener.certificateSuffices()) {
            XmlFile.element(xml, "authentication", "TLS-client-cert");
        }
        XmlFile.element(xml, "authentication", "password-cleartext");
        xml.writeEndElement();
    }
}
