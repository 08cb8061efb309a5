package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.pki.demo.DemoAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Everybody who ever applied, with certificates made as they are needed. Thread-safe. */
final class Enrollees {
    private static final String AGENCY_NAME = "교육부";

    private final Path folder;
    private final String domain;
    private final DemoAuthority authority;
    private final List<Enrollee> all = new ArrayList<>();
    private final Deque<Enrollee> waiting = new ArrayDeque<>();
    private final AtomicLong steps = new AtomicLong();

    /** @param folder where certificates and keys go */
    Enrollees(DemoHome home, Path folder, String domain) throws IOException {
        this.folder = folder;
        this.domain = domain;
        try {
            this.authority = DemoAuthority.open(home.pki(), Clock.systemUTC(), new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IOException("the demo's authority cannot be opened", e);
        }
    }

    /** Somebody whose way was broken off, or somebody new. */
    synchronized Enrollee take() throws IOException {
        Enrollee first = waiting.poll();
        return first != null ? first : fresh("applicant" + (all.size() + 1), true);
    }

    /** Who is not through is taken again. */
    synchronized void giveBack(Enrollee enrollee) {
        if (enrollee.acknowledged() != Stage.WITH_PASSWORD) {
            waiting.add(enrollee);
        }
    }

    /** Somebody who need not apply. */
    synchronized Enrollee reviewer() throws IOException {
        return fresh("reviewer", false);
    }

    synchronized List<Enrollee> all() {
        return List.copyOf(all);
    }

    void stepped() {
        steps.incrementAndGet();
    }

    /** Steps that were acknowledged. */
    long steps() {
        return steps.get();
    }

    private Enrollee fresh(String name, boolean applies) throws IOException {
        DemoPerson person = new DemoPerson(name, folder.resolve(name));
        String address = name + "@" + domain;
        String password = "bench-" + name;
        Files.createDirectories(person.folder());
        Files.writeString(person.folder().resolve("password.txt"), password + "\n");
        Files.writeString(person.folder().resolve("address.txt"), address + "\n");
        try {
            DemoAuthority.write(
                    authority.officialWithEcKey(AGENCY_NAME, "001신청자" + name), person.folder(), name, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for " + name, e);
        }
        Enrollee enrollee = new Enrollee(person, address);
        if (applies) {
            all.add(enrollee);
        }
        return enrollee;
    }
}
