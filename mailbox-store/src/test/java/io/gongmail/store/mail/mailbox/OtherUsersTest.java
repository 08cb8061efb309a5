package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of others' mailboxes (RFC 2342 §5). */
class OtherUsersTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");

    @ParameterizedTest
    @CsvSource({
        "kim@moe.gongmail.example,Projects,Other Users.kim@moe_gongmail_example.Projects",
        "kim@moe.gongmail.example,A.B,Other Users.kim@moe_gongmail_example.A.B",
        "k.i_m-x+y@a-b.go.kr,업무,Other Users.k_i~m-x+y@a-b_go_kr.업무",
        "a._b@c.kr,X,Other Users.a_~b@c_kr.X",
        "a_.b@c.kr,X,Other Users.a~_b@c_kr.X"
    })
    void aNameTellsItsOwner(String owner, String name, String seen) {
        MailboxPath path = MailboxPath.forUser(Username.of(owner), name);
        assertThat(OtherUsers.name(path)).isEqualTo(seen);
        assertThat(OtherUsers.named(MailboxPath.forUser(HONG, seen))).contains(path);
    }

    @Test
    void anInboxIsOneInAnyCase() {
        assertThat(OtherUsers.meant(MailboxPath.forUser(HONG, "Other Users.kim@a_kr.inbox")))
                .isEqualTo(MailboxPath.forUser(Username.of("kim@a.kr"), "INBOX"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Other Users", "Other Users.", "Other Users.kim@a_kr", "Other Users.kim@a_kr.", "Other Users.kim.X",
                "Other Users.@a.X", "Other Users.kim@.X", "Other Users.k m@a.X", "Other Users.a@b@c.X",
                        "other users.kim@a_kr.X",
                "Other UsersX.kim@a_kr.X", "INBOX"
            })
    void whatTellsNoOwnerNamesNoMailboxOfAnother(String name) {
        MailboxPath path = MailboxPath.forUser(HONG, name);
        assertThat(OtherUsers.named(path)).isEmpty();
        assertThat(OtherUsers.meant(path)).isEqualTo(path);
        assertThat(OtherUsers.keeps(path)).isEqualTo(name.equals("Other Users") || name.startsWith("Other Users."));
    }
}
