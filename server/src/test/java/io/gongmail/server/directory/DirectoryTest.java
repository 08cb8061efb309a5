package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.server.config.Visibility;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The directory as a mail program asks it, on a real connection: what is in the registry is found in it. */
@Tag("either-provider")
class DirectoryTest {
    private static Book book;
    private static TestPerson hong;

    @BeforeAll
    static void open() {
        book = Book.open();
        book.server.registry().units().put(TestServer.MINISTRY, new AgencyUnit("910", "주소록과", ""), "test");
        hong = book.server.person("hong");
        book.server.isKnownAs(hong, "홍길동", "주소록과", "사무관");
    }

    @AfterAll
    static void close() {
        book.close();
    }

    /** RFC 4512 §5.1. */
    @Test
    void theRootTellsWhatIsServed() throws LDAPException {
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            RootDSE root = ldap.getRootDSE();
            assertThat(root.getNamingContextDNs()).containsExactly(Book.SUFFIX);
            assertThat(root.getSupportedLDAPVersions()).containsExactly(3);
            assertThat(root.supportsControl("1.2.840.113556.1.4.319")).isTrue();
            assertThat(root.supportsExtendedOperation("1.3.6.1.4.1.4203.1.11.3"))
                    .isTrue();
            assertThat(ldap.getSchema().getAttributeType("mail")).isNotNull();
            assertThat(ldap.getSchema().getObjectClass("inetOrgPerson")).isNotNull();
        }
    }

    @Test
    void aColleagueIsFoundByPartOfTheName() throws LDAPException {
        TestPerson kim = book.server.person("kim");
        try (LDAPConnection ldap = book.of(kim)) {
            SearchResult found = ldap.search(
                    "",
                    SearchScope.SUB,
                    Filter.createANDFilter(
                            Filter.createPresenceFilter("mail"),
                            Filter.createEqualityFilter("mail", hong.address()),
                            Filter.create("(|(cn=*길동*)(sn=길동*))")));
            assertThat(found.getSearchEntries()).singleElement().satisfies(entry -> {
                assertThat(entry.getDN()).isEqualTo("uid=" + hong.address() + ",ou=주소록과,ou=교육부," + Book.SUFFIX);
                assertThat(entry.getAttributeValue("cn")).isEqualTo("홍길동");
                assertThat(entry.getAttributeValue("title")).isEqualTo("사무관");
                assertThat(entry.getAttributeValue("ou")).isEqualTo("주소록과");
                assertThat(entry.hasAttribute("userCertificate;binary")).isFalse();
            });
            SearchResultEntry again =
                    ldap.getEntry(found.getSearchEntries().get(0).getDN());
            assertThat(again.getAttributeValue("mail")).isEqualTo(hong.address());
        }
    }

    @Test
    void whoIsSuspendedIsFoundNoLonger() throws LDAPException {
        TestPerson kim = book.server.person("kim");
        TestPerson lee = book.server.person("lee");
        try (LDAPConnection ldap = book.of(kim)) {
            Filter mail = Filter.createEqualityFilter("mail", lee.address());
            assertThat(ldap.search(Book.SUFFIX, SearchScope.SUB, mail).getEntryCount())
                    .isEqualTo(1);
            book.server.registry().accounts().suspend(Address.of(lee.address()), "test", "test");
            assertThat(ldap.search(Book.SUFFIX, SearchScope.SUB, mail).getEntryCount())
                    .isZero();
        }
    }

    @Test
    void whoIsOfAnotherAgencySeesWhatThePolicySays() throws LDAPException {
        book.server.registry().agencies().put(new Agency("1320000", "경찰청", Set.of("police.gongmail.example")), "test");
        TestPerson park = book.server.person("park");
        book.server.worksAt(park, "1320000");
        Filter mail = Filter.createEqualityFilter("mail", hong.address());
        try (Book closed = Book.open(Book.config(Visibility.OWN_AGENCY, EnumSet.allOf(PersonDetail.class), 500));
                LDAPConnection open = book.of(park);
                LDAPConnection own = closed.of(park)) {
            assertThat(open.search(Book.SUFFIX, SearchScope.SUB, mail).getEntryCount())
                    .isEqualTo(1);
            assertThat(own.search(Book.SUFFIX, SearchScope.SUB, mail).getEntryCount())
                    .isZero();
            assertThat(own.search(Book.SUFFIX, SearchScope.SUB, "(mail=" + park.address() + ")")
                            .getEntryCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void nothingCanBeChanged() throws LDAPException {
        try (LDAPConnection ldap = book.of(hong)) {
            String own = "uid=" + hong.address() + ",ou=주소록과,ou=교육부," + Book.SUFFIX;
            List<LDAPException> refused = List.of(
                    catchThrowableOfType(
                            LDAPException.class, () -> ldap.add("cn=x," + Book.SUFFIX, new Attribute("cn", "x"))),
                    catchThrowableOfType(LDAPException.class, () -> ldap.delete(own)),
                    catchThrowableOfType(
                            LDAPException.class,
                            () -> ldap.modify(own, new Modification(ModificationType.REPLACE, "title", "장관"))),
                    catchThrowableOfType(LDAPException.class, () -> ldap.modifyDN(own, "uid=x", true)),
                    catchThrowableOfType(LDAPException.class, () -> ldap.compare(own, "title", "장관")));
            assertThat(refused).extracting(LDAPException::getResultCode).containsOnly(ResultCode.UNWILLING_TO_PERFORM);
            // RFC 4511 §4.12
            assertThat(catchThrowableOfType(
                                    LDAPException.class,
                                    () -> ldap.processExtendedOperation(new ExtendedRequest("1.2.3.4")))
                            .getResultCode())
                    .isEqualTo(ResultCode.PROTOCOL_ERROR);
        }
    }

    /** All in one write, and read at leisure. */
    @Test
    void pipelinedRequestsAreAnsweredAllAndInOrder() throws IOException {
        int count = 150;
        try (SSLSocket socket =
                TestTls.connect(book.port(), book.server.authority().serverCa(), hong.certificate())) {
            byte[][] searches = IntStream.rangeClosed(2, count)
                    .mapToObj(id -> Said.search(id, Book.SUFFIX, "(mail=" + hong.address() + ")"))
                    .toArray(byte[][]::new);
            socket.getOutputStream()
                    .write(Said.joined(Said.bind(1, hong.address(), hong.password()), Said.joined(searches)));

            ByteBuf heard = Unpooled.buffer();
            List<Integer> answered = new ArrayList<>();
            while (answered.size() < count) {
                int octet = socket.getInputStream().read();
                assertThat(octet).isNotNegative();
                heard.writeByte(octet);
                Messages.next(heard, Messages.MOST)
                        .filter(message ->
                                message.getProtocolOpType() != LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_ENTRY)
                        .ifPresent(message -> answered.add(message.getMessageID()));
            }
            assertThat(answered)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, count).boxed().toList());
        }
    }
}
