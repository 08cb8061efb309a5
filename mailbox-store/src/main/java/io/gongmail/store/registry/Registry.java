package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import io.gongmail.store.personal.PersonalData;
import java.time.Clock;

/**
 * The services of this room on one database. Thread-safe. Close it before the database: closing waits until what the
 * audit trail has been given is written.
 */
public final class Registry implements AutoCloseable {
    private final AuditTrail audit;
    private final Accounts accounts;
    private final Bindings bindings;
    private final Agencies agencies;
    private final AgencyUnits units;
    private final Rosters rosters;
    private final Applications applications;
    private final ReviewQueue queue;
    private final ConsentRecords consents;
    private final ApplicantLetters letters;
    private final OwnerLetters ownerLetters;
    private final Dormancy dormancy;
    private final Vacations vacations;
    private final Forwardings forwardings;
    private final SieveScripts scripts;
    private final SentAs sentAs;
    private final InternationalAddresses international;
    private final SavedAudiences audiences;
    private final AudienceGrants audienceGrants;
    private final Addressees addressees;
    private final OfficialNotices notices;
    private final NoticeFollowUps noticeFollowUps;
    private final NoticeArchive noticeArchive;
    private final ClosedAccounts closed;
    private final AgencyChanges agencyChanges;
    private final HandOns handOns;
    private final QuotaNotices quotaNotices;
    private final Retention retention;
    private final PeopleList people;

    private final PersonalRecords personal;

    private Registry(Database database, Clock clock, PersonalData sealing) {
        audit = new AuditTrail(database, clock);
        PersonRows persons = new PersonRows(sealing, new Unreadable(audit));
        personal = new PersonalRecords(database, sealing, persons);
        applications = new Applications(database, clock, audit, persons);
        queue = new ReviewQueue(database, clock, applications);
        consents = new ConsentRecords(database, clock, audit);
        retention = new Retention(database, clock, audit);
        people = new PeopleList(database, clock);
        letters = new ApplicantLetters(database, clock, audit, persons);
        ownerLetters = new OwnerLetters(database, audit);
        dormancy = new Dormancy(database, clock, audit);
        vacations = new Vacations(database, clock, audit);
        forwardings = new Forwardings(database, clock, audit);
        scripts = new SieveScripts(database, clock, audit);
        sentAs = new SentAs(database, audit);
        international = new InternationalAddresses(database, audit);
        closed = new ClosedAccounts(database, clock, audit, forwardings, scripts);
        handOns = new HandOns(database, clock, audit);
        quotaNotices = new QuotaNotices(database, clock);
        agencyChanges = new AgencyChanges(database, clock, audit, applications, persons);
        accounts = new Accounts(database, clock, audit, applications);
        bindings = new Bindings(database, clock, audit, applications);
        agencies = new Agencies(database, audit);
        units = new AgencyUnits(database, audit);
        rosters = new Rosters(database, clock, audit);
        audiences = new SavedAudiences(database, clock, audit);
        audienceGrants = new AudienceGrants(database, audit);
        addressees = new Addressees(database, units);
        notices = new OfficialNotices(database, clock, audit);
        noticeFollowUps = new NoticeFollowUps(database, clock, audit);
        noticeArchive = new NoticeArchive(database, audit);
    }

    /**
     * @param personal what personal data is sealed by; rows that are not under its key in force are rewritten now
     * @throws io.gongmail.store.StoreException when the keys are not those that the data was sealed with
     */
    public static Registry open(Database database, Clock clock, PersonalData personal) {
        Registry registry = new Registry(database, clock, personal);
        try {
            registry.personal.admit();
            registry.personal.rewrite();
            registry.agencies.completeKeys();
            registry.dormancy.begin();
            registry.closed.begin();
            return registry;
        } catch (RuntimeException | Error e) {
            registry.close();
            throw e;
        }
    }

    public Accounts accounts() {
        return accounts;
    }

    public Bindings bindings() {
        return bindings;
    }

    public Agencies agencies() {
        return agencies;
    }

    public AgencyUnits units() {
        return units;
    }

    public Rosters rosters() {
        return rosters;
    }

    public Applications applications() {
        return applications;
    }

    /** What was agreed to. */
    public ConsentRecords consents() {
        return consents;
    }

    /** What is erased once its time is over. */
    public Retention retention() {
        return retention;
    }

    /** Where applicants are told how it goes. */
    public ApplicantLetters letters() {
        return letters;
    }

    /** What owners are told ahead of an end, and of changes. */
    public OwnerLetters ownerLetters() {
        return ownerLetters;
    }

    /** Which accounts nobody uses. */
    public Dormancy dormancy() {
        return dormancy;
    }

    /** What is answered for owners who are away. */
    public Vacations vacations() {
        return vacations;
    }

    /** Where mail to accounts goes besides. */
    public Forwardings forwardings() {
        return forwardings;
    }

    /** What owners have done with what arrives. */
    public SieveScripts scripts() {
        return scripts;
    }

    /** Who may send in the name of a role. */
    public SentAs sentAs() {
        return sentAs;
    }

    /** Accounts' names with letters beyond US-ASCII. */
    public InternationalAddresses internationalAddresses() {
        return international;
    }

    /** Sets of accounts under names. */
    public SavedAudiences audiences() {
        return audiences;
    }

    /** Which agency may address which of them. */
    public AudienceGrants audienceGrants() {
        return audienceGrants;
    }

    /** Who can be addressed. */
    public Addressees addressees() {
        return addressees;
    }

    /** Notices of agencies, from acceptance to hand-over. */
    public OfficialNotices notices() {
        return notices;
    }

    /** Reminders of notices, and what their senders are told. */
    public NoticeFollowUps noticeFollowUps() {
        return noticeFollowUps;
    }

    /** Whether records of notices are as they were written, and when they go. */
    public NoticeArchive noticeArchive() {
        return noticeArchive;
    }

    /** Accounts that are closed, and their addresses. */
    public ClosedAccounts closed() {
        return closed;
    }

    /** Accounts that go to another agency. */
    public AgencyChanges agencyChanges() {
        return agencyChanges;
    }

    /** Mailboxes that are handed on. */
    public HandOns handOns() {
        return handOns;
    }

    /** How full owners were told that their mailboxes are. */
    public QuotaNotices quotaNotices() {
        return quotaNotices;
    }

    /** Who is there, for colleagues. */
    public PeopleList people() {
        return people;
    }

    /** What was handed in and waits. */
    public ReviewQueue queue() {
        return queue;
    }

    /** What is sealed, and under which keys. */
    public PersonalRecords personal() {
        return personal;
    }

    public AuditTrail audit() {
        return audit;
    }

    @Override
    public void close() {
        audit.close();
    }
}
