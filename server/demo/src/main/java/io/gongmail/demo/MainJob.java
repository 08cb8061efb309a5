package io.gongmail.demo;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.Gongmail;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** What {@code --once} proves, in order. */
final class MainJob {
    private final DemoHome home;
    private final Endpoints ports;
    private final Proof proof;
    private final Applicant applicant;

    MainJob(
            PrintWriter out,
            DemoHome home,
            Endpoints ports,
            DemoAuthority authority,
            DemoPeople people,
            Gongmail server) {
        this.home = home;
        this.ports = ports;
        this.proof = new Proof(out);
        this.applicant = new Applicant(home, authority, people, server);
    }

    /** Whether every step held. */
    boolean prove() throws IOException, GeneralSecurityException {
        DemoPerson first = home.person(DemoPeople.official(1));
        DemoPerson second = home.person(DemoPeople.official(2));
        proof.chapter("A new official applies, is verified, approved, and gets a mailbox");
        DemoPerson fresh = applicant.enroll(proof);
        proof.chapter("Mail goes from one official to another");
        proof.mailGoesThrough(home, ports, fresh, first);
        proof.mailGoesThrough(home, ports, first, fresh);
        proof.chapter("An official looks another up");
        proof.isFound(home, ports, first, fresh);
        proof.chapter("An agency's system sends to an official");
        proof.systemSends(home, ports, home.person(DemoPeople.RELAY), first);
        proof.chapter("Wrong certificates are refused in words");
        proof.gateRefuses(home, ports, "no certificate", Optional.empty(), "G-101");
        proof.gateRefuses(home, ports, "a revoked certificate", Optional.of(home.person("revoked")), "G-104");
        proof.gateRefuses(home, ports, "an expired certificate", Optional.of(home.person("expired")), "G-103");
        proof.gateRefuses(home, ports, "a foreign certificate", Optional.of(home.person("foreign")), "G-106");
        proof.signInRefuses(home, ports, "an unbound certificate", home.person("unbound"), first);
        proof.signInRefuses(home, ports, "somebody else's certificate", second, first);
        return proof.conclude();
    }
}
