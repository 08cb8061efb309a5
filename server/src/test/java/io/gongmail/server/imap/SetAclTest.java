package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.AuditEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SETACL (RFC 4314 §3.1). */
class SetAclTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");
    private final TestPerson hong = server.person("hong");

    private String rights(ImapTalk owner, TestPerson grantee) {
        owner.does("r1 GETACL Shared");
        String acl = owner.told("* ACL").get(0);
        String name = "\"" + grantee.address() + "\" \"";
        int at = acl.indexOf(name);
        return at < 0 ? "" : acl.substring(at + name.length(), acl.indexOf('"', at + name.length()));
    }

    @Test
    void rightsAreSetAddedAndTaken() {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("a1 CREATE Shared").does("a2 SETACL Shared " + hong.address() + " lr");
            assertThat(rights(owner, hong)).isEqualTo("lr");
            owner.does("a3 SETACL Shared " + hong.address() + " +ws");
            assertThat(rights(owner, hong)).isEqualTo("lrsw");
            owner.does("a4 SETACL Shared " + hong.address() + " -rw");
            assertThat(rights(owner, hong)).isEqualTo("ls");
            owner.does("a5 SETACL Shared " + hong.address() + " i");
            assertThat(rights(owner, hong)).isEqualTo("i");
            owner.does("a6 SETACL Shared " + hong.address() + " \"\"");
            assertThat(rights(owner, hong)).isEmpty();
        }
    }

    /** §2.1.1: the rights of RFC 2086 mean those that they became. */
    @Test
    void oldRightsMeanTheNewOnes() {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("a1 CREATE Shared").does("a2 SETACL Shared " + hong.address() + " lrd");
            assertThat(rights(owner, hong)).isEqualTo("lrted");
            owner.does("a3 SETACL Shared " + hong.address() + " c");
            assertThat(rights(owner, hong)).isEqualTo("kxc");
        }
    }

    /** "an unrecognized right MUST cause the command to return the BAD response". */
    @Test
    void anUnknownRightIsBad() {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("a1 CREATE Shared");
            owner.hears("a2 SETACL Shared " + hong.address() + " lrq").says("a2 BAD");
            owner.hears("a3 SETACL Shared " + hong.address() + " LR").says("a3 BAD");
            owner.hears("a4 SETACL Shared \"\" lr").says("a4 BAD");
            owner.hears("a5 SETACL Shared " + hong.address()).says("a5 BAD");
            assertThat(rights(owner, hong)).isEmpty();
        }
    }

    /** §3.3: an identifier in any spelling is stored in one. */
    @Test
    void anAddressIsTheSameInAnyCase() {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("a1 CREATE Shared");
            owner.does("a2 SETACL Shared " + hong.address().toUpperCase(Locale.ROOT) + " lr");
            assertThat(rights(owner, hong)).isEqualTo("lr");
        }
    }

    @Test
    void whoIsNoAccountIsToldSo() {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("a1 CREATE Shared");
            for (String identifier : List.of(
                    "nobody@moe.gongmail.example",
                    "anyone",
                    "anybody",
                    "owner",
                    "authenticated",
                    "$team",
                    "-" + hong.address(),
                    "hong")) {
                owner.hears("a2 SETACL Shared " + identifier + " lr").says("a2 NO [CANNOT]");
            }
            owner.does("a3 GETACL Shared");
            assertThat(owner.told()).containsExactly("* ACL \"Shared\" \"" + kim.address() + "\" \"lrswipkxteacd\"");
        }
    }

    @Test
    void anOwnerKeepsAllRights() {
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong)) {
            owner.does("a1 CREATE Shared").does("a2 SETACL Shared " + hong.address() + " lra");
            String mailbox = "\"Other Users." + kim.address().replace('.', '_') + ".Shared\"";
            for (ImapTalk each : List.of(owner, imap)) {
                String name = each == owner ? "Shared" : mailbox;
                each.hears("a3 SETACL " + name + " " + kim.address() + " lr").says("a3 NO [CANNOT]");
                each.hears("a4 SETACL " + name + " " + kim.address() + " -a").says("a4 NO [CANNOT]");
                each.does("a5 SETACL " + name + " " + kim.address() + " +a");
            }
            owner.does("a6 MYRIGHTS Shared");
            assertThat(owner.told().get(0)).endsWith("\"lrswipkxteacd\"");
        }
    }

    @Test
    void whoMayAdministerGivesRightsToo() {
        TestPerson lee = server.person("lee");
        String mailbox = "\"Other Users." + kim.address().replace('.', '_') + ".Shared\"";
        try (ImapTalk owner = ImapTalk.signedIn(kim);
                ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk third = ImapTalk.signedIn(lee)) {
            owner.does("a1 CREATE Shared").does("a2 SETACL Shared " + hong.address() + " la");
            third.hears("c1 MYRIGHTS " + mailbox).says("c1 NO [NONEXISTENT]");
            imap.does("b1 SETACL " + mailbox + " " + lee.address() + " lr");
            third.does("c2 MYRIGHTS " + mailbox);
            assertThat(third.told()).containsExactly("* MYRIGHTS " + mailbox + " \"lr\"");
        }
    }

    @Test
    void eachChangeIsWrittenDown() {
        try (ImapTalk owner = ImapTalk.signedIn(kim)) {
            owner.does("a1 CREATE Shared");
            long before = server.registry().audit().lastNumber();
            owner.does("a2 SETACL Shared " + hong.address() + " lr");
            owner.does("a3 SETACL Shared " + hong.address() + " lr"); // Nothing changes.
            owner.does("a4 SETACL Shared " + hong.address() + " +s");
            owner.does("a5 CREATE Shared.Below");
            owner.does("a6 DELETEACL Shared " + hong.address());
            assertThat(server.registry().audit().list(before + 1, 100).stream()
                            .map(AuditEntry::event)
                            .filter(event -> event.actor().equals(kim.address())
                                    && event.code().startsWith("mailbox.")))
                    .containsExactly(
                            changed("Shared", "", "lr"),
                            changed("Shared", "lr", "lrs"),
                            changed("Shared.Below", "", "lrs"),
                            changed("Shared", "lrs", ""));
        }
    }

    private AuditEvent changed(String mailbox, String before, String after) {
        return new AuditEvent(
                "mailbox.rights-changed",
                kim.address(),
                hong.address(),
                Map.of("owner", kim.address(), "mailbox", mailbox, "before", before, "after", after));
    }
}
