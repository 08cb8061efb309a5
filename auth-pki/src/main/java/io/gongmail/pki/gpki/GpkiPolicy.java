package io.gongmail.pki.gpki;

import io.gongmail.pki.PolicyOid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The certificate policies of the administrative PKI (GPKI) and of its education branch (EPKI).
 *
 * <p>1.2.410.200004.5.x, 1.2.410.200005.1.1.x and 1.2.410.200012.1.1.x are NPKI (banks and public): not accepted for
 * sign-in, and therefore not here.
 */
public enum GpkiPolicy {
    /** Agency: 전자관인. */
    AGENCY_SEAL("1.2.410.100001.2.1.1", "전자관인", "agency: official seal"),
    /** Agency: 컴퓨터용. */
    AGENCY_COMPUTER("1.2.410.100001.2.1.2", "컴퓨터용", "agency: computers"),
    /** Agency: 특수목적용. */
    AGENCY_SPECIAL_PURPOSE("1.2.410.100001.2.1.3", "특수목적용", "agency: special purpose"),
    /** Agency, public and private sector: 전자관인. */
    PUBLIC_SECTOR_SEAL("1.2.410.100001.2.1.4", "공공·민간 전자관인", "public and private sector: official seal"),
    /** Agency, public and private sector: 컴퓨터용. */
    PUBLIC_SECTOR_COMPUTER("1.2.410.100001.2.1.5", "공공·민간 컴퓨터용", "public and private sector: computers"),
    /** Agency, public and private sector: 특수목적용. */
    PUBLIC_SECTOR_SPECIAL_PURPOSE("1.2.410.100001.2.1.6", "공공·민간 특수목적용", "public and private sector: special purpose"),
    /** Personal: 공무원. */
    OFFICIAL("1.2.410.100001.2.2.1", "공무원", "public official"),
    /** Personal: public and private sector. */
    PUBLIC_SECTOR_PERSON("1.2.410.100001.2.2.2", "공공·민간 개인", "person of the public or private sector"),
    /** EPKI: 전자관인. */
    EPKI_SEAL("1.2.410.100001.5.3.1.1", "교육 전자관인", "education: official seal"),
    /** EPKI: 개인. */
    EPKI_PERSON("1.2.410.100001.5.3.1.3", "교육 개인", "education: person"),
    /** EPKI: 특수목적. */
    EPKI_SPECIAL_PURPOSE("1.2.410.100001.5.3.1.5", "교육 특수목적", "education: special purpose"),
    /** EPKI: 컴퓨터. */
    EPKI_COMPUTER("1.2.410.100001.5.3.1.7", "교육 컴퓨터", "education: computers"),
    /** EPKI: SSL. */
    EPKI_SSL("1.2.410.100001.5.3.1.9", "교육 SSL", "education: SSL");

    /** What an individual official's account takes unless configured otherwise. */
    public static final Set<PolicyOid> OFFICIAL_ACCOUNT = Set.of(OFFICIAL.oid, EPKI_PERSON.oid);
    /** What an agency representative's account takes unless configured otherwise. */
    public static final Set<PolicyOid> REPRESENTATIVE_ACCOUNT =
            Set.of(AGENCY_SPECIAL_PURPOSE.oid, EPKI_SPECIAL_PURPOSE.oid);
    /** What an agency relay takes unless configured otherwise. */
    public static final Set<PolicyOid> AGENCY_RELAY =
            Set.of(AGENCY_COMPUTER.oid, AGENCY_SPECIAL_PURPOSE.oid, EPKI_SPECIAL_PURPOSE.oid, EPKI_COMPUTER.oid);

    private static final List<String> NPKI = List.of("1.2.410.200004.5.", "1.2.410.200005.1.1.", "1.2.410.200012.1.1.");

    private final PolicyOid oid;
    private final String korean;
    private final String english;

    GpkiPolicy(String oid, String korean, String english) {
        this.oid = new PolicyOid(oid);
        this.korean = korean;
        this.english = english;
    }

    public PolicyOid oid() {
        return oid;
    }

    /** Its name as people know it. */
    public String korean() {
        return korean;
    }

    public String english() {
        return english;
    }

    /** Whether it is one of NPKI, which banks and the public have and which never signs in. */
    public static boolean isNpki(PolicyOid oid) {
        return NPKI.stream().anyMatch(prefix -> oid.dotted().startsWith(prefix));
    }

    /** The policy of that identifier; empty for policies of others. */
    public static Optional<GpkiPolicy> of(PolicyOid oid) {
        return Stream.of(values()).filter(policy -> policy.oid.equals(oid)).findFirst();
    }
}
