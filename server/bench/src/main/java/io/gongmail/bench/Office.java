package io.gongmail.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gongmail.demo.VerificationPage;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Takes people one step further on the way to a mailbox, through the doors that people use. Thread-safe. */
final class Office {
    private static final String AGENCY = "1342000"; // the demo's
    private final Desk desk;
    private final String reviewer;
    private final Semaphore approvals = new Semaphore(0);
    private volatile long approvalNanos = TimeUnit.MILLISECONDS.toNanos(60);

    /** @param reviewer the address in whose name applications are approved */
    Office(Desk desk, String reviewer) {
        this.desk = desk;
        this.reviewer = reviewer;
    }

    /** Opens the reviewer's account, once in the life of an installation. */
    void openReviewer(Enrollee first) throws IOException {
        desk.run(
                "account",
                "first-administrator",
                "--certificate",
                first.person().certificate().toString(),
                "--name",
                "심사자",
                "--agency",
                AGENCY,
                "--address",
                first.address());
    }

    /** A permit for each approval about to be asked for: whoever takes one knows that provisioning is in flight. */
    Semaphore approvals() {
        return approvals;
    }

    /** How long the last approval took, its provisioning included. */
    long approvalNanos() {
        return approvalNanos;
    }

    /** One step; it is noted before it is asked for, and again when the server acknowledged it. */
    void advance(Enrollee enrollee) throws IOException {
        Stage next = enrollee.acknowledged().next();
        enrollee.ask(next);
        String id = enrollee.application();
        switch (next) {
            case NOBODY -> throw new IllegalStateException("there is no way back");
            case DRAFT ->
                enrollee.opened(desk.one("application", "open").path("id").asText());
            case CONSENTED -> consent(id);
            case VERIFIED -> verify(id);
            case COMPLETED ->
                desk.run(
                        "application",
                        "complete",
                        id,
                        "--key",
                        enrollee.person().key().toString(),
                        "--agency",
                        AGENCY,
                        "--position",
                        "주무관",
                        "--address",
                        enrollee.address());
            case SUBMITTED -> desk.run("application", "submit", id);
            case PROVISIONED -> {
                approvals.release();
                long started = System.nanoTime();
                desk.run("application", "approve", id, "--by", reviewer);
                approvalNanos = System.nanoTime() - started;
            }
            case WITH_PASSWORD ->
                desk.run(
                        "account",
                        "password",
                        enrollee.address(),
                        "--key",
                        enrollee.person().key().toString(),
                        "--password-file",
                        enrollee.person().folder().resolve("password.txt").toString());
        }
        enrollee.reached(next);
    }

    private void consent(String id) throws IOException {
        JsonNode terms = desk.one("application", "terms");
        desk.run(
                "application",
                "consent",
                id,
                "--terms",
                terms.path("terms").asText(),
                "--privacy",
                terms.path("privacy").asText());
    }

    private void verify(String id) throws IOException {
        JsonNode begun = desk.one("application", "verify", id, "--method", "mobile");
        VerificationPage.confirm(
                URI.create(begun.path("page").asText()),
                begun.path("transaction").asText(),
                "신청자");
        desk.run("application", "verify", id, "--finish");
    }
}
