package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Application.Approved;
import io.gongmail.store.registry.Application.Submitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** From an approval to an account: all of it or nothing, once, also when several try at once. */
class OpeningTest {
    private static final World WORLD = World.shared();

    @Test
    void anApprovedApplicationOpensOneAccountWithItsBinding() {
        Completion completion = World.completion(World.number());
        Approved approved = WORLD.approved(completion);

        OpenOutcome outcome = WORLD.accounts.open(approved);

        Account account = new Account(
                completion.desired(), "홍길동", AccountType.OFFICIAL, "MOE", Set.of(), AccountState.ACTIVE, World.NOW);
        assertThat(outcome).isEqualTo(new OpenOutcome.Opened(account));
        assertThat(WORLD.accounts.find(completion.desired())).contains(account);
        List<Binding> bindings = WORLD.bindings.of(completion.desired());
        assertThat(bindings)
                .containsExactly(new Binding(
                        bindings.get(0).id(),
                        completion.desired(),
                        completion.key(),
                        completion.subject(),
                        completion.notAfter(),
                        BindingState.ACTIVE,
                        World.NOW,
                        "opened"));
        assertThat(WORLD.lastEntry().event().facts())
                .containsEntry("address", completion.desired().toString())
                .containsEntry("agency", "MOE")
                .containsEntry("roles", "")
                .containsEntry("binding", bindings.get(0).id().toString())
                .containsEntry("certificate", completion.key().certificateSha256());
        assertThat(WORLD.applications.ofAccount(completion.desired()).map(Application::id))
                .contains(approved.id());
    }

    @Test
    void openingAgainChangesNothing() {
        Approved approved = WORLD.approved(World.completion(World.number()));
        Account account = ((OpenOutcome.Opened) WORLD.accounts.open(approved)).account();
        long audited = WORLD.audit.lastNumber();
        assertThat(WORLD.accounts.open(approved)).isEqualTo(new OpenOutcome.AlreadyOpen(account));
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(WORLD.bindings.of(account.address())).hasSize(1);
    }

    @Test
    void whatWasNeverApprovedOpensNothing() {
        Submitted submitted = WORLD.submitted(World.completion(World.number()));
        Approved forged = new Approved(
                submitted.id(),
                submitted.version(),
                submitted.started(),
                submitted.consents(),
                submitted.person(),
                submitted.completion(),
                new Decision(World.REVIEWER, World.NOW, ""),
                Set.of(Role.ADMINISTRATOR));
        assertThatThrownBy(() -> WORLD.accounts.open(forged))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(submitted.id().toString());
        assertThat(WORLD.accounts.find(submitted.completion().desired())).isEmpty();
    }

    @Test
    void anAddressTakenMeanwhileLeavesTheApplicationApproved() {
        int number = World.number();
        Approved approved = WORLD.approved(World.completion(World.address(number), World.key(World.number())));
        WORLD.accounts.seed(List.of(World.seed(number)), World.REVIEWER);
        long audited = WORLD.audit.lastNumber();
        assertThat(WORLD.accounts.open(approved)).isEqualTo(new OpenOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(WORLD.applications.find(approved.id())).contains(approved);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void aCertificateBoundMeanwhileLeavesTheApplicationApproved() {
        int number = World.number();
        Approved approved = WORLD.approved(World.completion(World.address(World.number()), World.key(number)));
        WORLD.accounts.seed(List.of(World.seed(number)), World.REVIEWER);
        assertThat(WORLD.accounts.open(approved)).isEqualTo(new OpenOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
        assertThat(WORLD.applications.find(approved.id())).contains(approved);
        assertThat(WORLD.accounts.find(approved.completion().desired())).isEmpty();
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void anApprovalReservesAddressAndCertificate() {
        int number = World.number();
        Approved approved = WORLD.approved(World.completion(number));
        CertificateKey key = approved.completion().key();
        Submitted sameAddress = WORLD.submitted(World.completion(World.address(number), World.key(World.number())));
        Submitted sameCertificate = WORLD.submitted(World.completion(World.address(World.number()), key));
        Submitted sameSerial = WORLD.submitted(World.completion(
                World.address(World.number()),
                new CertificateKey(key.issuer(), key.serial(), key.spkiSha256(), Sha256.hex("x" + number))));
        long audited = WORLD.audit.lastNumber();

        assertThat(WORLD.applications.approve(sameAddress, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(WORLD.applications.approve(sameCertificate, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
        assertThat(WORLD.applications.approve(sameSerial, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(WORLD.applications.giveBack(sameAddress, World.REVIEWER, "주소 중복"))
                .isPresent();
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void neitherAnAccountsAddressNorItsCertificateCanBeApprovedAgain() {
        int number = World.number();
        WORLD.accounts.seed(List.of(World.seed(number)), World.REVIEWER);
        assertThat(WORLD.applications.approve(
                        WORLD.submitted(World.completion(World.address(number), World.key(World.number()))),
                        World.REVIEWER,
                        ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(WORLD.applications.approve(
                        WORLD.submitted(World.completion(World.address(World.number()), World.key(number))),
                        World.REVIEWER,
                        ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
    }

    @Test
    void theInstallationCannotTakeWhatIsTaken() {
        Account account = WORLD.account();
        CertificateKey key = WORLD.bindings.of(account.address()).get(0).key();
        assertThat(WORLD.applications.approvedByInstallation(
                        "이관리", World.completion(account.address(), World.key(World.number())), Set.of(Role.REVIEWER)))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(WORLD.applications.approvedByInstallation(
                        "이관리", World.completion(World.address(World.number()), key), Set.of(Role.REVIEWER)))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
    }

    @RepeatedTest(5)
    void ofSeveralDecidersAtOnceExactlyOneDecides() throws Exception {
        Submitted submitted = WORLD.submitted(World.completion(World.number()));
        long audited = WORLD.audit.lastNumber();
        List<Boolean> decided = atOnce(List.of(
                () -> WORLD.applications
                        .approve(submitted, "one@moe.gongmail.example", "")
                        .fold(done -> true, stopped -> false),
                () -> WORLD.applications
                        .reject(submitted, "two@moe.gongmail.example", "")
                        .isPresent(),
                () -> WORLD.applications
                        .giveBack(submitted, "three@moe.gongmail.example", "")
                        .isPresent()));
        assertThat(decided).containsOnlyOnce(true);
        assertThat(WORLD.applications.history(submitted.id())).hasSize(5);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
    }

    @RepeatedTest(5)
    void ofTwoWhoOpenAtOnceOneOpensAndTheOtherFindsItOpen() throws Exception {
        Approved approved = WORLD.approved(World.completion(World.number()));
        List<String> outcomes = atOnce(List.of(() -> opened(approved), () -> opened(approved)));
        assertThat(outcomes).containsExactlyInAnyOrder("opened", "already");
        assertThat(WORLD.applications.history(approved.id())).hasSize(6);
    }

    @RepeatedTest(5)
    void ofTwoWhoApproveAtOnceTheSecondIsOvertaken() throws Exception {
        Submitted submitted = WORLD.submitted(World.completion(World.number()));
        List<String> outcomes = atOnce(List.of(() -> approved(submitted), () -> approved(submitted)));
        assertThat(outcomes).containsExactlyInAnyOrder("done", "OVERTAKEN");
    }

    @RepeatedTest(5)
    void ofTwoApprovalsForOneAddressAtOnceOneHasIt() throws Exception {
        Address address = World.address(World.number());
        Submitted one = WORLD.submitted(World.completion(address, World.key(World.number())));
        Submitted two = WORLD.submitted(World.completion(address, World.key(World.number())));
        List<String> outcomes = atOnce(List.of(() -> approved(one), () -> approved(two)));
        assertThat(outcomes).containsExactlyInAnyOrder("done", "ADDRESS_TAKEN");
    }

    private static String approved(Submitted submitted) {
        return WORLD.applications.approve(submitted, World.REVIEWER, "").fold(done -> "done", Obstacle::name);
    }

    private static String opened(Approved approved) {
        return WORLD.accounts.open(approved).fold(account -> "opened", account -> "already", Obstacle::name);
    }

    static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
