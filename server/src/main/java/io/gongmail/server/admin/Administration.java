package io.gongmail.server.admin;

import io.gongmail.server.admin.transfer.Recovery;
import io.gongmail.server.admin.transfer.Transfer;
import io.gongmail.server.agency.RosterImport;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.enrollment.BulkApproval;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Departed;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.FirstAdministrator;
import io.gongmail.server.enrollment.Leavers;
import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.notice.followup.NoticeRecords;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.signing.NoticeSigning;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.words.Words;
import io.gongmail.store.backup.Backup;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.Registry;
import java.util.function.Supplier;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;

/**
 * The services that commands act on.
 *
 * @param service what mail programs are told
 * @param reload reads keys, certificates and revocation lists again
 * @param revocation how it stands with lists and responders
 */
public record Administration(
        Registry registry,
        Enrollment enrollment,
        Review review,
        BulkApproval bulkApproval,
        Leavers leavers,
        Departed departed,
        Absence absence,
        Provisioning provisioning,
        FirstAdministrator firstAdministrator,
        Certificates certificates,
        Passwords passwords,
        Audiences audiences,
        NoticeReview noticeReview,
        NoticeDelivery noticeDelivery,
        NoticeRecords noticeRecords,
        NoticeSigning noticeSigning,
        LiveSessions sessions,
        Places places,
        AccountQuotas quotas,
        PersonalKeyFile personalKeys,
        RosterImport rosterImport,
        Words words,
        Explaining explaining,
        MailQueueFactory<? extends ManageableMailQueue> queues,
        MailStore mail,
        Backup backup,
        Transfer transfer,
        Recovery recovery,
        MailService service,
        Supplier<Reloaded> reload,
        Supplier<RevocationStatus> revocation) {}
