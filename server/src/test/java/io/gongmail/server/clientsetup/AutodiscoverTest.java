package io.gongmail.server.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** [MS-OXDSCLI] §2.2. */
class AutodiscoverTest {
    private static final String SETTINGS =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private static NodeList elements(byte[] xml, String schema, String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getElementsByTagNameNS(schema, name);
    }

    private static List<String> texts(Element element) {
        NodeList children = element.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(i ->
                        children.item(i).getLocalName() + "=" + children.item(i).getTextContent())
                .toList();
    }

    private static byte[] request(String content) {
        return ("<?xml version=\"1.0\"?>" + content).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bothServersAreToldWithTlsFromTheFirstOctet() throws Exception {
        NodeList protocols =
                elements(Autodiscover.settings(Services.MINISTRY, "h&ng@moe.example"), SETTINGS, "Protocol");
        assertThat(protocols.getLength()).isEqualTo(2);
        assertThat(texts((Element) protocols.item(0)))
                .containsExactly(
                        "Type=IMAP",
                        "Server=mail.moe.example",
                        "Port=993",
                        "LoginName=h&ng@moe.example",
                        "DomainRequired=off",
                        "SPA=off",
                        "SSL=on",
                        "Encryption=SSL",
                        "AuthRequired=on");
        assertThat(texts((Element) protocols.item(1))).contains("Type=SMTP", "Port=465");
    }

    @Test
    void theAddressIsReadFromTheRequest() {
        String address = "<EMailAddress>\n hong@moe.example </EMailAddress>";
        assertThat(Autodiscover.address(
                        request("<Autodiscover xmlns=\"x\"><Request>" + address + "</Request></Autodiscover>")))
                .contains("hong@moe.example");
    }

    /** What names a file of the server, or grows without end, is not followed (CWE-611, CWE-776). */
    @Test
    void whatIsNoRequestNamesNoAddress() {
        for (String wrong : List.of(
                "",
                "hong@moe.example",
                "<Autodiscover/>",
                "<EMailAddress><b/></EMailAddress>",
                "<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><EMailAddress>&f;</EMailAddress>",
                "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><EMailAddress>&c;</EMailAddress>")) {
            assertThat(Autodiscover.address(request(wrong)).filter(text -> !text.isEmpty()))
                    .as(wrong)
                    .isEmpty();
        }
    }

    @Test
    void anAddressOfElsewhereIsToldSo() throws Exception {
        assertThat(elements(
                                Autodiscover.notHere(),
                                "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006",
                                "ErrorCode")
                        .item(0)
                        .getTextContent())
                .isEqualTo("500");
    }
}
