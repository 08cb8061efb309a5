package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortResponseControl;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import com.unboundid.ldap.sdk.controls.VirtualListViewRequestControl;
import com.unboundid.ldap.sdk.controls.VirtualListViewResponseControl;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.server.config.Visibility;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Address;
import io.netty.buffer.Unpooled;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search finds (RFC 4511 §4.5), in which order and how much of it. */
class SearchTest {
    private static final String MINISTRY = "ou=교육부," + Book.SUFFIX;

    private Chart chart = Charted.government();
    private Visibility visibility = Visibility.ALL;
    private int sizeLimit = 500;
    private final AtomicLong nanos = new AtomicLong();
    private long tick;

    /** What was found, and the result. */
    private record Answer(List<SearchResultEntryProtocolOp> entries, LDAPMessage done) {
        ResultCode code() {
            return ResultCode.valueOf(done.getSearchResultDoneProtocolOp().getResultCode());
        }

        /** The local parts of people's addresses, the names of parts. */
        List<String> names() {
            return entries.stream()
                    .map(entry -> {
                        try {
                            String first = new DN(entry.getDN()).getRDN().getAttributeValues()[0];
                            return first.contains("@") ? first.substring(0, first.indexOf('@')) : first;
                        } catch (LDAPException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }

        Control control(String oid) {
            return done.getControls().stream()
                    .filter(control -> control.getOID().equals(oid))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Answer search(String base, SearchScope scope, String filter, Control... controls) {
        return search(base, scope, filter, 0, List.of(), false, controls);
    }

    private Answer people(String filter, Control... controls) {
        return search(Book.SUFFIX, SearchScope.SUB, "(&(objectClass=person)" + filter + ")", controls);
    }

    private Answer search(
            String base,
            SearchScope scope,
            String filter,
            int most,
            List<String> attributes,
            boolean typesOnly,
            Control... controls) {
        Search search = new Search(
                Book.config(visibility, EnumSet.allOf(PersonDetail.class), sizeLimit),
                new Charts(() -> chart, 0, () -> 0),
                new FitCertificates(TestServer.shared().registry().people(), Clock.systemUTC()),
                () -> nanos.addAndGet(tick));
        try {
            LDAPMessage request = new LDAPMessage(
                    7,
                    new SearchRequestProtocolOp(
                            base,
                            scope,
                            DereferencePolicy.NEVER,
                            most,
                            0,
                            typesOnly,
                            Filter.create(filter),
                            attributes),
                    controls);
            List<LDAPMessage> told = new ArrayList<>();
            search.answer(request, Charted.MINISTRY).forEachRemaining(told::add);
            assertThat(told).extracting(LDAPMessage::getMessageID).containsOnly(7);
            return new Answer(
                    told.subList(0, told.size() - 1).stream()
                            .map(LDAPMessage::getSearchResultEntryProtocolOp)
                            .toList(),
                    told.get(told.size() - 1));
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theScopeSaysHowDeep() {
        assertThat(search(MINISTRY, SearchScope.BASE, "(objectClass=*)").names())
                .containsExactly("교육부");
        assertThat(search(MINISTRY, SearchScope.ONE, "(objectClass=*)").names())
                .containsExactlyInAnyOrder("기획조정실", "인재정책실", "인재정책실 (201)", "jegal", "notice");
        assertThat(search(MINISTRY, SearchScope.SUB, "(objectClass=person)").names())
                .containsExactlyInAnyOrder("hong", "kim", "jegal", "notice");
        assertThat(search("ou=기획조정실," + MINISTRY, SearchScope.SUB, "(objectClass=*)")
                        .names())
                .containsExactly("기획조정실", "정책기획관", "hong");
        assertThat(search("ou=기획조정실," + MINISTRY, SearchScope.SUBORDINATE_SUBTREE, "(objectClass=*)")
                        .names())
                .containsExactly("정책기획관", "hong");
        assertThat(search("uid=jegal@moe.example," + MINISTRY, SearchScope.SUB, "(objectClass=*)")
                        .names())
                .containsExactly("jegal");
    }

    @Test
    void whatIsNotThereIsToldWithWhatIs() {
        Answer answer = search("ou=외교부," + Book.SUFFIX, SearchScope.SUB, "(cn=*)");
        assertThat(answer.code()).isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(answer.done().getSearchResultDoneProtocolOp().getMatchedDN()).isEqualTo(Book.SUFFIX);
        assertThat(search("no name", SearchScope.SUB, "(cn=*)").code()).isEqualTo(ResultCode.INVALID_DN_SYNTAX);
    }

    @Test
    void anEntryHasWhatIsKnownOfIt() {
        SearchResultEntryProtocolOp hong = people("(cn=홍길동)").entries().get(0);
        assertThat(hong.getDN()).isEqualTo("uid=hong@moe.example,ou=정책기획관,ou=기획조정실," + MINISTRY);
        assertThat(hong.getAttributes())
                .contains(
                        new Attribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson"),
                        new Attribute("cn", "홍길동"),
                        new Attribute("sn", "홍"),
                        new Attribute("givenName", "길동"),
                        new Attribute("displayName", "홍길동"),
                        new Attribute("mail", "hong@moe.example"),
                        new Attribute("o", "교육부"),
                        new Attribute("ou", "정책기획관"),
                        new Attribute("department", "정책기획관"),
                        new Attribute("title", "사무관"));
    }

    /** RFC 4511 §4.5.1.8. */
    @Test
    void onlyWhatIsAskedForIsTold() {
        assertThat(search(Book.SUFFIX, SearchScope.SUB, "(cn=홍길동)", 0, List.of("MAIL", "surname", "l"), false)
                        .entries()
                        .get(0)
                        .getAttributes())
                .containsExactlyInAnyOrder(new Attribute("mail", "hong@moe.example"), new Attribute("sn", "홍"));
        assertThat(search(Book.SUFFIX, SearchScope.SUB, "(cn=홍길동)", 0, List.of("1.1"), false)
                        .entries()
                        .get(0)
                        .getAttributes())
                .isEmpty();
        assertThat(search(Book.SUFFIX, SearchScope.SUB, "(cn=홍길동)", 0, List.of("mail"), true)
                        .entries()
                        .get(0)
                        .getAttributes())
                .singleElement()
                .satisfies(attribute -> {
                    assertThat(attribute.getName()).isEqualTo("mail");
                    assertThat(attribute.getValues()).isEmpty();
                });
    }

    @Test
    void theSizeIsLimitedByTheClientAndByUs() {
        assertThat(search(Book.SUFFIX, SearchScope.SUB, "(objectClass=person)", 2, List.of(), false))
                .satisfies(answer -> {
                    assertThat(answer.entries()).hasSize(2);
                    assertThat(answer.code()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
                });
        assertThat(search(Book.SUFFIX, SearchScope.SUB, "(objectClass=person)", 5, List.of(), false)
                        .code())
                .isEqualTo(ResultCode.SUCCESS);
        sizeLimit = 3;
        assertThat(search(Book.SUFFIX, SearchScope.SUB, "(objectClass=person)", 100, List.of(), false))
                .satisfies(answer -> {
                    assertThat(answer.entries()).hasSize(3);
                    assertThat(answer.code()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
                });
    }

    @Test
    void theTimeIsLimited() {
        chart = crowd(1_000);
        assertThat(people("(cn=*)").code()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
        tick = 11_000_000_000L;
        assertThat(people("(cn=nobody)").code()).isEqualTo(ResultCode.TIME_LIMIT_EXCEEDED);
    }

    @Test
    void whereOnlyTheOwnAgencyIsSeenOthersAreNotThere() {
        visibility = Visibility.OWN_AGENCY;
        assertThat(people("(cn=*)").names()).containsExactlyInAnyOrder("hong", "kim", "jegal", "notice");
        assertThat(search(Book.SUFFIX, SearchScope.ONE, "(objectClass=*)").names())
                .containsExactly("교육부");
        assertThat(search("ou=경찰청," + Book.SUFFIX, SearchScope.SUB, "(cn=*)").code())
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(search("uid=gildong@police.example,ou=경찰청," + Book.SUFFIX, SearchScope.BASE, "(cn=*)")
                        .code())
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }

    /** RFC 2696. */
    @ParameterizedTest
    @CsvSource({"1,500", "2,500", "4,500", "100,500", "100,2"})
    void pagesTogetherAreEverybodyOnce(int page, int limit) throws LDAPException {
        sizeLimit = limit;
        List<String> found = new ArrayList<>();
        ASN1OctetString cookie = null;
        for (int pages = 0; pages < 6; pages++) {
            Answer answer = people("(cn=*)", new SimplePagedResultsControl(page, cookie, true));
            assertThat(answer.code()).isEqualTo(ResultCode.SUCCESS);
            assertThat(answer.entries()).hasSizeLessThanOrEqualTo(Math.min(page, limit));
            found.addAll(answer.names());
            Control control = answer.control(SimplePagedResultsControl.PAGED_RESULTS_OID);
            SimplePagedResultsControl next = new SimplePagedResultsControl(control.getOID(), false, control.getValue());
            if (!next.moreResultsToReturn()) {
                assertThat(found).containsExactlyInAnyOrder("hong", "kim", "jegal", "notice", "gildong");
                return;
            }
            cookie = next.getCookie();
        }
        throw new AssertionError("no end of pages: " + found);
    }

    @Test
    void aPageBehindAnEntryThatIsGoneIsToldToBeginAgain() {
        assertThat(people("(cn=*)", new SimplePagedResultsControl(2, new ASN1OctetString("uid=gone"), true))
                        .code())
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
    }

    /** RFC 2891; who has no title comes last. */
    @Test
    void theOrderIsTheOneAskedFor() throws LDAPException {
        assertThat(people("(cn=*)", new ServerSideSortRequestControl(new SortKey("mail")))
                        .names())
                .containsExactly("gildong", "hong", "jegal", "kim", "notice");
        assertThat(people("(cn=*)", new ServerSideSortRequestControl(new SortKey("mail", true)))
                        .names())
                .containsExactly("notice", "kim", "jegal", "hong", "gildong");
        Answer byTitle =
                people("(cn=*)", new ServerSideSortRequestControl(new SortKey("title"), new SortKey("mail", true)));
        assertThat(byTitle.names()).containsExactly("gildong", "hong", "kim", "notice", "jegal");
        Control control = byTitle.control(ServerSideSortResponseControl.SERVER_SIDE_SORT_RESPONSE_OID);
        assertThat(new ServerSideSortResponseControl(control.getOID(), false, control.getValue()).getResultCode())
                .isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void anOrderThatIsNotKnownIsRefusedWhereItIsCritical() {
        SortKey phone = new SortKey("telephoneNumber");
        assertThat(people("(cn=*)", new ServerSideSortRequestControl(true, phone))
                        .code())
                .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
        assertThat(people("(cn=*)", new ServerSideSortRequestControl(false, phone))
                        .entries())
                .hasSize(5);
    }

    @Test
    void aControlThatIsNotKnownIsRefusedWhereItIsCritical() {
        assertThat(people("(cn=*)", new Control("1.2.3.4", true)).code())
                .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
        assertThat(people("(cn=*)", new Control("1.2.3.4", false)).entries()).hasSize(5);
    }

    /** draft-ietf-ldapext-ldapv3-vlv-09, as Outlook scrolls: by place, and by what is typed. */
    @ParameterizedTest
    @CsvSource({
        "1,0,1,0,,gildong hong,1",
        "3,1,1,5,,hong jegal kim,3",
        "5,1,9,5,,kim notice,5",
        "100,1,0,100,,kim notice,5",
        "50,0,0,100,,hong,2",
        "0,0,1,0,ho,hong jegal,2",
        "0,1,1,0,k,jegal kim notice,4",
        "0,1,1,0,z,notice,6"
    })
    void aViewIsThatPartOfTheList(
            int offset, int before, int after, int count, String typed, String names, int position)
            throws LDAPException {
        Control view = typed == null
                ? new VirtualListViewRequestControl(offset, before, after, count, null)
                : new VirtualListViewRequestControl(typed, before, after, null);
        Answer answer = people("(cn=*)", new ServerSideSortRequestControl(new SortKey("mail")), view);

        assertThat(answer.code()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.names()).containsExactly(names.split(" "));
        Control control = answer.control(VirtualListViewResponseControl.VIRTUAL_LIST_VIEW_RESPONSE_OID);
        VirtualListViewResponseControl told =
                new VirtualListViewResponseControl(control.getOID(), false, control.getValue());
        assertThat(told.getContentCount()).isEqualTo(5);
        assertThat(told.getTargetPosition()).isEqualTo(position);
    }

    @Test
    void aViewIsBoundedAndNeedsAnOrder() {
        chart = crowd(1_000);
        Control view = new VirtualListViewRequestControl(500, 400, 400, 0, null);
        assertThat(people("(cn=*)", view).code()).isEqualTo(ResultCode.SORT_CONTROL_MISSING);
        assertThat(people("(cn=*)", new ServerSideSortRequestControl(new SortKey("mail")), view)
                        .entries())
                .hasSize(500);
        assertThat(people(
                                "(cn=*)",
                                new ServerSideSortRequestControl(new SortKey("mail")),
                                new VirtualListViewRequestControl(
                                        Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, null))
                        .entries())
                .hasSizeLessThanOrEqualTo(500);
    }

    @Test
    void anUnreadableStoreIsToldAsUnavailable() {
        Search broken = new Search(
                Book.config(Visibility.ALL, EnumSet.allOf(PersonDetail.class), 5),
                new Charts(
                        () -> {
                            throw new StoreException(StoreException.Kind.BROKEN, "test", null);
                        },
                        0,
                        () -> 0),
                new FitCertificates(TestServer.shared().registry().people(), Clock.systemUTC()),
                () -> 0);
        LDAPMessage told = broken.answer(
                        Messages.next(Unpooled.wrappedBuffer(Said.search(1, Book.SUFFIX, "(cn=*)")), Messages.MOST)
                                .orElseThrow(),
                        Charted.MINISTRY)
                .next();
        assertThat(told.getSearchResultDoneProtocolOp().getResultCode()).isEqualTo(ResultCode.UNAVAILABLE_INT_VALUE);
    }

    private static Chart crowd(int size) {
        ChartMaker maker = new ChartMaker(Book.SUFFIX, EnumSet.allOf(PersonDetail.class));
        IntStream.range(0, size)
                .forEach(i -> maker.person(
                        Charted.person(Address.of("p" + i + "@moe.example").toString(), "홍" + i, "1", "", "")));
        return maker.chart();
    }
}
