package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ManageDsaITRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortResponseControl;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import com.unboundid.ldap.sdk.controls.VirtualListViewRequestControl;
import com.unboundid.ldap.sdk.controls.VirtualListViewResponseControl;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
import io.gongmail.server.testing.TestPerson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the root announces besides LDAP itself, talked on a real connection: each control and each extended operation. */
class ControlsTest {
    private static Book book;
    private static TestPerson hong;
    private static List<String> crowd;

    @BeforeAll
    static void open() {
        book = Book.open();
        hong = book.server.person("hong");
        crowd = IntStream.range(0, 5)
                .mapToObj(each -> {
                    TestPerson person = book.server.person("crowd");
                    book.server.isKnownAs(person, "군중" + each, "", "");
                    return person.address();
                })
                .toList();
    }

    @AfterAll
    static void close() {
        book.close();
    }

    private static SearchResult crowd(LDAPConnection ldap, Control... controls) throws LDAPException {
        SearchRequest request =
                new SearchRequest(Book.SUFFIX, SearchScope.SUB, Filter.createSubInitialFilter("cn", "군중"), "mail");
        request.setControls(controls);
        return ldap.search(request);
    }

    private static List<String> addresses(SearchResult found) {
        return found.getSearchEntries().stream()
                .map(entry -> entry.getAttributeValue("mail"))
                .toList();
    }

    /** RFC 2696 §3: pages, each by the cookie of the one before, the last without one. */
    @Test
    void pagesFollowOneAnotherByTheirCookies() throws LDAPException {
        try (LDAPConnection ldap = book.of(hong)) {
            List<String> all = new ArrayList<>();
            ASN1OctetString cookie = null;
            int pages = 0;
            do {
                SearchResult page = crowd(ldap, new SimplePagedResultsControl(2, cookie, true));
                all.addAll(addresses(page));
                cookie = SimplePagedResultsControl.get(page).getCookie();
                pages++;
            } while (cookie.getValueLength() > 0 && pages < 10);
            assertThat(pages).isEqualTo(3);
            assertThat(all).containsExactlyInAnyOrderElementsOf(crowd);
        }
    }

    /** RFC 2891 §1: in the order asked for, and the other way round. */
    @Test
    void entriesComeInTheOrderAskedFor() throws LDAPException {
        try (LDAPConnection ldap = book.of(hong)) {
            SearchResult back = crowd(ldap, new ServerSideSortRequestControl(true, new SortKey("cn", true)));
            List<String> backwards = new ArrayList<>(crowd);
            Collections.reverse(backwards);
            assertThat(addresses(back)).containsExactlyElementsOf(backwards);
            assertThat(ServerSideSortResponseControl.get(back).getResultCode()).isEqualTo(ResultCode.SUCCESS);
        }
    }

    /** draft-ietf-ldapext-ldapv3-vlv-09 §5: so many before and after one of a sorted list, and how long it is. */
    @Test
    void aListIsScrolled() throws LDAPException {
        try (LDAPConnection ldap = book.of(hong)) {
            SearchResult view = crowd(
                    ldap,
                    new ServerSideSortRequestControl(true, new SortKey("cn")),
                    new VirtualListViewRequestControl(3, 1, 1, 0, null, true));
            assertThat(addresses(view)).containsExactly(crowd.get(1), crowd.get(2), crowd.get(3));
            VirtualListViewResponseControl told = VirtualListViewResponseControl.get(view);
            assertThat(told.getContentCount()).isEqualTo(5);
            assertThat(told.getTargetPosition()).isEqualTo(3);
        }
    }

    /** RFC 3296 §3: there are no referrals here, so that an entry is itself with it and without. */
    @Test
    void entriesAreThemselvesWhoeverManagesThem() throws LDAPException {
        try (LDAPConnection ldap = book.of(hong)) {
            assertThat(addresses(crowd(ldap, new ManageDsaITRequestControl(true))))
                    .containsExactlyInAnyOrderElementsOf(crowd);
        }
    }

    /** RFC 4532 §2: an empty identity is nobody's. */
    @Test
    void whoAsksIsToldWhoTheyAre() throws LDAPException {
        try (LDAPConnection ldap = book.showing(hong.certificate())) {
            assertThat(whoAmI(ldap)).isEmpty();
            ldap.bind(hong.address(), hong.password());
            assertThat(whoAmI(ldap)).isEqualTo("u:" + hong.address());
        }
    }

    private static String whoAmI(LDAPConnection ldap) throws LDAPException {
        return ((WhoAmIExtendedResult) ldap.processExtendedOperation(new WhoAmIExtendedRequest())).getAuthorizationID();
    }

    /** RFC 4511 §4.1.11, §4.12: what is not announced is not done. */
    @Test
    void whatTheRootDoesNotNameIsRefused() throws LDAPException {
        try (LDAPConnection ldap = book.of(hong)) {
            assertThat(catchThrowableOfType(
                                    LDAPSearchException.class,
                                    () -> crowd(ldap, new Control("1.3.6.1.1.13.2", true))) // pre-read, RFC 4527
                            .getResultCode())
                    .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
            ExtendedRequest changesAPassword = new ExtendedRequest("1.3.6.1.4.1.4203.1.11.1"); // RFC 3062
            assertThat(catchThrowableOfType(LDAPException.class, () -> ldap.processExtendedOperation(changesAPassword))
                            .getResultCode())
                    .isEqualTo(ResultCode.PROTOCOL_ERROR);
        }
    }
}
