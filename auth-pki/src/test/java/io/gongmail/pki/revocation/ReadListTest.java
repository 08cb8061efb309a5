package io.gongmail.pki.revocation;

import static io.gongmail.pki.TestAuthority.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestAuthority.ListOfRevoked;
import io.gongmail.pki.TestPoints;
import java.math.BigInteger;
import java.net.URI;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class ReadListTest {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final TestAuthority ROOT = TestAuthority.root("CN=CA131100001,C=KR");
    private static final X509Certificate HONG = ROOT.issue(ROOT.person());
    private static final X509Certificate KIM = ROOT.issue(ROOT.person());

    @Test
    void itIsFreshFromItsFirstInstantUpToItsLast() {
        Instant end = START.plusSeconds(60);
        ReadList list = read(ROOT.list().until(end));
        assertThat(list.isFresh(START.minusSeconds(1))).isFalse();
        assertThat(list.isFresh(START)).isTrue();
        assertThat(list.isFresh(end.minusSeconds(1))).isTrue();
        assertThat(list.isFresh(end)).isFalse();
        assertThat(list.thisUpdate()).isEqualTo(START);
        assertThat(list.nextUpdate()).isEqualTo(end);
    }

    @Test
    void withoutEndItIsNeverFresh() {
        ReadList list = read(ROOT.list().until(null));
        assertThat(list.nextUpdate()).isNull();
        assertThat(list.isFresh(START)).isFalse();
    }

    @Test
    void itNamesWhatItRevokesAndNotWhatItTakesBack() {
        ReadList list = read(ROOT.list()
                .revoking(HONG, CRLReason.keyCompromise, START)
                .revoking(KIM, CRLReason.removeFromCRL, START));
        assertThat(list.names(HONG.getSerialNumber())).isTrue();
        assertThat(list.names(KIM.getSerialNumber())).isFalse();
        assertThat(list.entry(KIM.getSerialNumber())).isPresent();
        assertThat(list.entry(BigInteger.TWO)).isEmpty();
        assertThat(list.names(BigInteger.TWO)).isFalse();
        assertThat(list.entry(HONG.getSerialNumber()))
                .hasValueSatisfying(
                        entry -> assertThat(entry.getRevocationDate()).isEqualTo(Date.from(START)));
    }

    @Test
    void aDeltaAddsToAListOfItsPointFromItsBaseOnAndBelowItself() {
        ReadList complete = read(ROOT.list().number(5));
        assertThat(read(ROOT.list().number(6).deltaUpon(5)).addsTo(complete)).isTrue();
        assertThat(read(ROOT.list().number(6).deltaUpon(4)).addsTo(complete)).isTrue();
        assertThat(read(ROOT.list().number(7).deltaUpon(6)).addsTo(complete)).isFalse();
        assertThat(read(ROOT.list().number(5).deltaUpon(4)).addsTo(complete)).isFalse();
        assertThat(read(ROOT.list().number(6)).addsTo(complete)).isFalse();
        assertThat(read(ROOT.list().number(6).deltaUpon(5).ofPoint(TestPoints.issuing("http://a.example/1")))
                        .addsTo(complete))
                .isFalse();
    }

    @Test
    void theHigherNumberIsTheNewerAndOfOneNumberTheLater() {
        ReadList first = read(ROOT.list().number(1).from(START.plusSeconds(60)));
        ReadList second = read(ROOT.list().number(2));
        ReadList later = read(ROOT.list().number(2).from(START.plusSeconds(1)));
        assertThat(List.of(later, second, first))
                .isSortedAccordingTo(ReadList.OLDEST_FIRST.reversed())
                .extracting(ReadList::number)
                .containsExactly(BigInteger.TWO, BigInteger.TWO, BigInteger.ONE);
        assertThat(ReadList.OLDEST_FIRST.compare(second, later)).isNegative();
    }

    @Test
    void itSpeaksOfNobodyInWordsThatAreNotUnderstood() {
        ReadList plain = read(ROOT.list());
        assertThat(plain.isUnderstood()).isTrue();
        assertThat(plain.covers(HONG)).isTrue();
        ReadList odd = read(ROOT.list().with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE));
        assertThat(odd.isUnderstood()).isFalse();
        assertThat(odd.covers(HONG)).isFalse();
        ReadList oddButNotCritical =
                read(ROOT.list().with(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE));
        assertThat(oddButNotCritical.covers(HONG)).isTrue();
        ReadList ofAPoint = read(ROOT.list().ofPoint(TestPoints.issuing("http://a.example/1")));
        assertThat(ofAPoint.isUnderstood()).isTrue();
        assertThat(ofAPoint.covers(HONG)).isFalse();
    }

    @Test
    void itIsSignedByTheKeyThatSignedItWhoeverAsksInWhateverOrder() {
        ReadList list = read(ROOT.list());
        X509Certificate other = TestAuthority.root("CN=CA131100001,C=KR").certificate();
        assertThat(list.isSignedBy(other, BOUNCY_CASTLE)).isFalse();
        assertThat(list.isSignedBy(ROOT.certificate(), BOUNCY_CASTLE)).isTrue();
        assertThat(list.isSignedBy(ROOT.certificate(), BOUNCY_CASTLE)).isTrue();
        assertThat(list.isSignedBy(other, BOUNCY_CASTLE)).isFalse();
    }

    @Test
    void itTellsWhereTheNewestDeltasAre() {
        assertThat(read(ROOT.list()).deltas()).isEmpty();
        assertThat(read(ROOT.list().with(Extension.freshestCRL, false, TestPoints.each("http://a.example/delta")))
                        .deltas())
                .containsExactly(List.of(URI.create("http://a.example/delta")));
    }

    @Test
    void oneWithABrokenExtensionIsNone() {
        ListOfRevoked broken = ROOT.list().with(Extension.freshestCRL, false, new ASN1Integer(1));
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a revocation list with a broken extension");
    }

    private static ReadList read(ListOfRevoked list) {
        return ReadList.of(list.made());
    }
}
