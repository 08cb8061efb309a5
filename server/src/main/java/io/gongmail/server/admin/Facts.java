package io.gongmail.server.admin;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Decision;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.VerifiedPerson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** What commands tell of the registry's values; names are part of the face that scripts use. */
final class Facts {
    private Facts() {}

    /** Where its holder works, and what became of it where it is closed. */
    static Map<String, Object> ofLife(Registry registry, Address address) {
        Map<String, Object> facts = new LinkedHashMap<>();
        registry.agencyChanges().post(address).ifPresent(post -> {
            facts.put("unit", post.unit());
            facts.put("position", post.position());
            facts.put("staffNumber", post.staffNumber());
        });
        registry.closed().find(address).ifPresent(closed -> {
            facts.put("closed", closed.closed().toString());
            closed.former().ifPresent(former -> facts.put("former", former.toString()));
            facts.put(
                    "mailbox",
                    closed.mailboxGone().map(gone -> "gone since " + gone).orElse("kept"));
        });
        registry.handOns().of(address).ifPresent(asked -> {
            facts.put("handOnTo", asked.recipient().toString());
            facts.put("handOnAskedBy", asked.asker().toString());
        });
        return facts;
    }

    static Map<String, Object> of(Account account) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", account.address().toString());
        facts.put("name", account.name());
        facts.put("type", account.type().name());
        facts.put("agency", account.agency());
        facts.put("roles", new TreeSet<>(account.roles()).toString());
        facts.put("state", account.state().name());
        facts.put("opened", account.opened().toString());
        return facts;
    }

    static Map<String, Object> of(Binding binding) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", binding.id().toString());
        facts.put("account", binding.account().toString());
        facts.put("state", binding.state().name());
        facts.put("subject", binding.subject());
        facts.put("serial", binding.key().serial().toString(16));
        facts.put("certificateSha256", binding.key().certificateSha256());
        facts.put("notAfter", binding.notAfter().toString());
        facts.put("until", binding.until().toString());
        facts.put("since", binding.since().toString());
        facts.put("reason", binding.reason());
        return facts;
    }

    static Map<String, Object> of(Agency agency) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("code", agency.code());
        facts.put("name", agency.name());
        facts.put("domains", String.join(",", new TreeSet<>(agency.domains())));
        return facts;
    }

    static Map<String, Object> of(AuditEntry entry) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("number", entry.number());
        facts.put("at", entry.at().toString());
        facts.put("code", entry.event().code());
        facts.put("actor", entry.event().actor());
        facts.put("subject", entry.event().subject());
        facts.put("facts", entry.event().facts());
        facts.put("hash", entry.hash());
        return facts;
    }

    static Map<String, Object> of(Enrollment.Verification verification) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("requestNumber", verification.requestNumber());
        facts.put("transaction", verification.transaction());
        facts.put("page", verification.page().toString());
        return facts;
    }

    static Map<String, Object> of(Application application) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", application.id().toString());
        facts.put("state", application.state().name());
        facts.put("started", application.started().toString());
        if (application instanceof Application.Verified verified) {
            put(facts, verified.person());
        } else if (application instanceof Application.Filled filled) {
            put(facts, filled.person());
            put(facts, filled.completion());
        }
        if (application instanceof Application.Decided decided) {
            put(facts, decided.decision());
        }
        return facts;
    }

    /** Masked: most who look need not know. */
    private static void put(Map<String, Object> facts, VerifiedPerson person) {
        facts.put("name", Masked.name(person.name()));
        facts.put("phone", Masked.phone(person.phone()));
        facts.put("birthDate", Masked.birthDate(person.birthDate()));
    }

    private static void put(Map<String, Object> facts, Completion completion) {
        facts.put("type", completion.type().name());
        facts.put("agency", completion.agencyCode());
        facts.put("position", completion.position());
        facts.put("address", completion.desired().toString());
        facts.put("certificate", completion.subject());
        facts.put("serial", completion.key().serial().toString(16));
        facts.put("notAfter", completion.notAfter().toString());
        if (completion.aim() instanceof Aim.NewAgency change) {
            facts.put("account", change.account().toString());
        }
        if (completion.aim() instanceof Aim.NewCertificate aim) {
            facts.put("asks", "a certificate");
            facts.put("replaces", aim.replaced().map(UUID::toString).orElse("none"));
        } else {
            facts.put("asks", "an account");
        }
    }

    private static void put(Map<String, Object> facts, Decision decision) {
        facts.put("decider", decision.decider());
        facts.put("decided", decision.at().toString());
        facts.put("reason", decision.reason());
    }
}
