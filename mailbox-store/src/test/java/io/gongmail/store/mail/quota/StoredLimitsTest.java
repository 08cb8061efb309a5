package io.gongmail.store.mail.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.mailbox.StoreInFolder;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.store.quota.GenericMaxQuotaManagerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James' contract, and what is ours beside it. */
class StoredLimitsTest extends GenericMaxQuotaManagerTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected MaxQuotaManager provideMaxQuotaManager() {
        return new StoredLimits(STORE.database(), -1);
    }

    @Test
    void whereNothingIsSetTheConfigurationSpeaks() throws Exception {
        StoredLimits limits = new StoredLimits(STORE.database(), 1_000);
        assertThat(limits.getMaxStorage(QUOTA_ROOT)).contains(QuotaSizeLimit.size(1_000));
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(2_000));
        assertThat(limits.getMaxStorage(QUOTA_ROOT)).contains(QuotaSizeLimit.size(2_000));
        limits.setMaxStorage(QUOTA_ROOT, QuotaSizeLimit.unlimited());
        assertThat(limits.listMaxStorageDetails(QUOTA_ROOT))
                .containsEntry(Quota.Scope.User, QuotaSizeLimit.unlimited())
                .containsEntry(Quota.Scope.Global, QuotaSizeLimit.size(2_000));
    }

    @Test
    void whatWasSetIsThereAfterARestart() throws Exception {
        new StoredLimits(STORE.database(), -1).setMaxStorage(QUOTA_ROOT, QuotaSizeLimit.size(5));
        assertThat(new StoredLimits(STORE.database(), -1).getMaxStorage(QUOTA_ROOT))
                .contains(QuotaSizeLimit.size(5));
    }
}
