package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.text.Normalizer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters (RFC 4511 §4.5.1.7) on the entries there are. */
class MatchingTest {
    private static final Chart CHART = Charted.government();

    private static Node entry(String address) {
        return CHART.people().stream()
                .filter(person -> person.address().startsWith(address))
                .findFirst()
                .orElseThrow();
    }

    private static Matching.Truth truth(String filter, Node node) throws LDAPException {
        return Matching.by(Filter.create(filter)).of(node);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(cn=홍길동)",
                "(CN=홍 길동)", // however it is spaced
                "(commonName=*길*)",
                "(cn=홍*)",
                "(cn=*동)",
                "(cn=홍*길*동)",
                "(cn~=홍길동)",
                "(sn=홍)",
                "(givenName=길동)",
                "(gn=길*)",
                "(mail=HONG@MOE.example)",
                "(mail=hong*)",
                "(mail=*@moe.example)",
                "(objectClass=*)",
                "(objectClass=inetOrgPerson)",
                "(o=교육부)",
                "(ou=정책*)",
                "(department=정책기획관)",
                "(title=사무관)",
                "(!(cn=김철수))",
                "(&(mail=*)(|(cn=x*)(sn=홍*)))",
                "(&)",
                "(|(telephoneNumber=*)(cn=홍*))",
                "(&(mail=*)(|(mail=홍*)(|(cn=홍*)(|(sn=홍*)(|(givenName=홍*)(displayName=홍*))))))" // Outlook's
            })
    void theyFindWhoIsMeant(String filter) throws LDAPException {
        assertThat(truth(filter, entry("hong"))).isEqualTo(Matching.Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(cn=홍길)",
                "(cn=길*)",
                "(cn=*길)",
                "(cn=*동*홍*)",
                "(cn=홍길*길동)", // none over another
                "(title=)",
                "(ou=)",
                "(!(mail=*))",
                "(&(mail=*)(cn=김*))",
                "(|(cn=x)(sn=y))",
                "(|)",
                "(objectClass=organizationalUnit)"
            })
    void theyFindNobodyElse(String filter) throws LDAPException {
        assertThat(truth(filter, entry("hong"))).isEqualTo(Matching.Truth.FALSE);
    }

    /** Of an attribute that is not known, or a rule that is not, nothing is true, and nothing is false. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(telephoneNumber=*)",
                "(!(telephoneNumber=02*))",
                "(cn>=a)",
                "(cn<=a)",
                "(cn:caseExactMatch:=홍길동)",
                "(:dn:2.5.13.2:=교육부)",
                "(userCertificate;binary=*)",
                "(&(cn=홍길동)(telephoneNumber=1))",
                "(|(cn=김철수)(telephoneNumber=1))"
            })
    void whatIsNotKnownIsUndefined(String filter) throws LDAPException {
        assertThat(truth(filter, entry("hong"))).isEqualTo(Matching.Truth.UNDEFINED);
    }

    @ParameterizedTest
    @CsvSource({"(&(cn=x)(telephoneNumber=1)),FALSE", "(|(cn=홍길동)(telephoneNumber=1)),TRUE"})
    void whatIsDecidedOtherwiseIsNotUndefined(String filter, Matching.Truth truth) throws LDAPException {
        assertThat(truth(filter, entry("hong"))).isEqualTo(truth);
    }

    @Test
    void aNameInLettersIsFoundInWhateverCaseAndOrder() throws LDAPException {
        Node gildong = entry("gildong");
        for (String filter : Stream.of("(cn=gildong hong)", "(cn=GILDONG*)", "(sn=hong)", "(givenName=gildong)")
                .toList()) {
            assertThat(truth(filter, gildong)).isEqualTo(Matching.Truth.TRUE);
        }
    }

    /** Typed on a Mac, where a syllable comes as its letters. */
    @Test
    void decomposedHangulIsTheSame() throws LDAPException {
        String typed = Normalizer.normalize("홍길", Normalizer.Form.NFD);
        assertThat(truth("(cn=" + typed + "*)", entry("hong"))).isEqualTo(Matching.Truth.TRUE);
    }

    @Test
    void theNumberOfConditionsIsBounded() throws LDAPException {
        assertThat(truth("(|" + "(cn=홍*)".repeat(Matching.MOST - 1) + ")", entry("hong")))
                .isEqualTo(Matching.Truth.TRUE);
        Filter tooMany = Filter.create("(|" + "(cn=홍*)".repeat(Matching.MOST) + ")");
        assertThatThrownBy(() -> Matching.by(tooMany)).isInstanceOf(LDAPException.class);
    }
}
