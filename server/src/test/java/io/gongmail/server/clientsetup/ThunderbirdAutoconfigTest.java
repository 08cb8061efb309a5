package io.gongmail.server.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What Thunderbird reads of it: by the paths of its own reader (comm-central, readFromXML.sys.mjs). */
class ThunderbirdAutoconfigTest {
    private static List<String> texts(MailService service, String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(ThunderbirdAutoconfig.write(service)));
        NodeList nodes = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate("/clientConfig[@version='1.1']/emailProvider" + path, document, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(each -> nodes.item(each).getTextContent())
                .toList();
    }

    @Test
    void bothServersAreThereWithTheWholeAddressAsUser() throws Exception {
        for (String[] server :
                new String[][] {{"/incomingServer[@type='imap']", "993"}, {"/outgoingServer[@type='smtp']", "465"}}) {
            assertThat(texts(Services.MINISTRY, server[0] + "/*"))
                    .containsExactly("mail.moe.example", server[1], "SSL", "%EMAILADDRESS%", "password-cleartext");
        }
        assertThat(texts(Services.MINISTRY, "/domain")).containsExactly("moe.example", "police.example");
        assertThat(texts(Services.MINISTRY, "/documentation/@url")).containsExactly("https://portal.moe.example/setup");
    }

    @Test
    void theCertificateAloneIsOfferedFirstOnlyWhereItSuffices() throws Exception {
        assertThat(texts(Services.of(true), "/incomingServer/authentication"))
                .containsExactly("TLS-client-cert", "password-cleartext");
        assertThat(texts(Services.of(true), "/outgoingServer/authentication")).containsExactly("password-cleartext");
    }
}
