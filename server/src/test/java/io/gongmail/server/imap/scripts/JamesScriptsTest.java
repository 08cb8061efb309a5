package io.gongmail.server.imap.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.imap.ImapListener;
import io.gongmail.server.testing.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.imapmailbox.ImapTestConstants;
import org.apache.james.mpt.imapmailbox.suite.base.BasicImapCommands;
import org.apache.james.mpt.script.SimpleScriptedTestProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * James' IMAP scripts against this server, over TLS, each script's users with certificates of their own. All suites are here that
 * James runs against itself; those named ACL are transcripts of Cyrus, which James does not pass either, and what they ask is asked
 * in {@code SharedRightsTest}. {@code target/james-scripts.md} tells what became of each script.
 */
@ExtendWith(KnownDifferences.class)
class JamesScriptsTest {
    /** Set as James is in its own tests: as little METADATA as RFC 5464 §4.1 allows, and without CONDSTORE. */
    private static ImapListener setAsJames;

    @BeforeAll
    static void aListenerIsSetAsJamesIs() throws Exception {
        ImapConfig usual = TestServer.imapConfig();
        setAsJames = TestServer.shared()
                .imap(new ImapConfig(
                        usual.address(),
                        0,
                        usual.maxSessions(),
                        usual.maxSessionsPerAddress(),
                        usual.maxCompressed(),
                        usual.lineLength(),
                        usual.literalBeforeSignIn(),
                        usual.literalLimit(),
                        usual.idleTimeout(),
                        usual.timeToSignIn(),
                        10,
                        DataSize.kibibytes(1),
                        List.of("CONDSTORE")));
        setAsJames.start();
    }

    @AfterAll
    static void itIsClosed() {
        setAsJames.close();
    }

    private static ScriptHost host() {
        return new ScriptHost(TestServer.shared(), TestServer.shared().imap().port());
    }

    private static ScriptHost hostSetAsJames() {
        return new ScriptHost(TestServer.shared(), setAsJames.port());
    }

    @Nested
    class AuthenticatePlainScripts extends org.apache.james.mpt.imapmailbox.suite.AuthenticatePlain {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class AuthenticatedStateScripts extends org.apache.james.mpt.imapmailbox.suite.AuthenticatedState {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class ConcurrentSessionsScripts extends org.apache.james.mpt.imapmailbox.suite.ConcurrentSessions {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class CopyScripts extends org.apache.james.mpt.imapmailbox.suite.Copy {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class EventsScripts extends org.apache.james.mpt.imapmailbox.suite.Events {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class ExpungeScripts extends org.apache.james.mpt.imapmailbox.suite.Expunge {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class FetchScripts extends org.apache.james.mpt.imapmailbox.suite.Fetch {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class FetchBodySectionScripts extends org.apache.james.mpt.imapmailbox.suite.FetchBodySection {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class FetchBodyStructureScripts extends org.apache.james.mpt.imapmailbox.suite.FetchBodyStructure {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class FetchHeadersScripts extends org.apache.james.mpt.imapmailbox.suite.FetchHeaders {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class ListingScripts extends org.apache.james.mpt.imapmailbox.suite.Listing {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class ListingWithSharingScripts extends org.apache.james.mpt.imapmailbox.suite.ListingWithSharingTest {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class MailboxAnnotationScripts extends org.apache.james.mpt.imapmailbox.suite.MailboxAnnotation {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return hostSetAsJames();
        }
    }

    @Nested
    class MailboxWithLongNameErrorScripts extends org.apache.james.mpt.imapmailbox.suite.MailboxWithLongNameError {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class MoveScripts extends org.apache.james.mpt.imapmailbox.suite.Move {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class NonAuthenticatedStateScripts extends org.apache.james.mpt.imapmailbox.suite.NonAuthenticatedState {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class ObjectIdScripts extends org.apache.james.mpt.imapmailbox.suite.ObjectId {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class PartialFetchScripts extends org.apache.james.mpt.imapmailbox.suite.PartialFetch {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class QuotaScripts extends org.apache.james.mpt.imapmailbox.suite.QuotaTest {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class RecentScripts extends org.apache.james.mpt.imapmailbox.suite.Recent {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class RenameScripts extends org.apache.james.mpt.imapmailbox.suite.Rename {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class SearchScripts extends org.apache.james.mpt.imapmailbox.suite.Search {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class SecurityScripts extends org.apache.james.mpt.imapmailbox.suite.Security {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class SelectScripts extends org.apache.james.mpt.imapmailbox.suite.Select {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class SelectedInboxScripts extends org.apache.james.mpt.imapmailbox.suite.SelectedInbox {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class SelectedStateScripts extends org.apache.james.mpt.imapmailbox.suite.SelectedState {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class UidSearchScripts extends org.apache.james.mpt.imapmailbox.suite.UidSearch {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class UidSearchOnIndexScripts extends org.apache.james.mpt.imapmailbox.suite.UidSearchOnIndex {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    @Nested
    class UserFlagsSupportScripts extends org.apache.james.mpt.imapmailbox.suite.UserFlagsSupport {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return host();
        }
    }

    /** The suite of that name asks for a host of James' own; here CONDSTORE is turned off by the configuration. */
    @Nested
    class CondstoreScripts implements ImapTestConstants {
        @Test
        void condstoreShouldBeDisableByDefault() throws Exception {
            run("CondstoreDisable", hostSetAsJames());
        }

        @Test
        void condstoreShouldBeEnableWhenGivenAndTrue() throws Exception {
            run("CondstoreEnable", host());
        }

        private void run(String script, ScriptHost host) throws Exception {
            SimpleScriptedTestProtocol protocol = new SimpleScriptedTestProtocol(
                            "/org/apache/james/imap/scripts/", host)
                    .withUser(USER, PASSWORD)
                    .withLocale(Locale.US);
            BasicImapCommands.welcome(protocol);
            BasicImapCommands.authenticate(protocol);
            protocol.run(script);
        }
    }

    @Test
    void everyScriptThatIsListedAsDifferentIsRun() {
        Set<String> run = Arrays.stream(JamesScriptsTest.class.getDeclaredClasses())
                .flatMap(suite -> Stream.concat(
                                Arrays.stream(suite.getMethods()), Arrays.stream(suite.getDeclaredMethods()))
                        .map(test -> KnownDifferences.script(suite, test)))
                .collect(Collectors.toSet());
        assertThat(run).containsAll(KnownDifferences.scripts());
    }
}
