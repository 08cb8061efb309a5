package io.gongmail.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The whole of {@code conf/gongmail.ini}, checked. */
public record GongmailConfig(
        ServerConfig server,
        PkiConfig pki,
        TlsConfig tls,
        ImapConfig imap,
        SubmissionConfig submission,
        SubmissionConfig relay,
        SignInConfig signIn,
        SharingConfig sharing,
        StoreConfig store,
        EnrollmentConfig enrollment,
        PortalConfig portal,
        DirectoryConfig directory,
        ManageSieveConfig manageSieve,
        OutboundConfig outbound,
        ForwardingConfig forwarding,
        NoticeConfig notice,
        LogConfig log) {

    /** What a reading gave: a configuration, or every problem it has. */
    public record Reading(Optional<GongmailConfig> config, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** Reads {@code gongmail.ini} in the folder {@code conf}; never throws for what stands in it. */
    public static Reading read(Path conf) {
        ConfigFile file = ConfigFile.read(conf.toAbsolutePath().normalize());
        GongmailConfig config = from(file);
        file.refuseUnknown();
        return new Reading(file.problems().isEmpty() ? Optional.of(config) : Optional.empty(), file.problems());
    }

    /** The text of {@code reference.ini}: every key with documentation, what is allowed, and its default. */
    public static String reference() {
        ConfigFile file = ConfigFile.empty();
        from(file);
        return file.reference();
    }

    private static GongmailConfig from(ConfigFile file) {
        ServerConfig server = ServerConfig.from(file.section("server"));
        return new GongmailConfig(
                server,
                PkiConfig.from(file.section("pki")),
                TlsConfig.from(file.section("tls")),
                ImapConfig.from(file.section("imap")),
                SubmissionConfig.forPeople(file.section("submission")),
                SubmissionConfig.forSystems(file.section("relay")),
                SignInConfig.from(file.section("sign-in")),
                SharingConfig.from(file.section("sharing")),
                StoreConfig.from(file.section("store")),
                EnrollmentConfig.from(file.section("enrollment"), server.mode()),
                PortalConfig.from(file.section("portal"), server.portal()),
                DirectoryConfig.from(file.section("directory")),
                ManageSieveConfig.from(file.section("managesieve")),
                OutboundConfig.from(file.section("outbound"), server.mode()),
                ForwardingConfig.from(file.section("forwarding")),
                NoticeConfig.from(file.section("notice")),
                LogConfig.from(file.section("log")));
    }
}
