package io.gongmail.store.mail.search;

import com.google.common.base.Preconditions;
import io.gongmail.store.mail.search.Finding.Hit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxManager.SearchCapabilities;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.mailbox.store.search.comparator.CombinedComparator;
import reactor.core.publisher.Flux;

/** What James asks for. Who may search where is settled by its managers, before. */
final class Searching implements MessageSearchIndex {
    private final Finding finding;
    private final Executor searches;

    Searching(Finding finding, Executor searches) {
        this.finding = finding;
        this.searches = searches;
    }

    @Override
    public Flux<MessageUid> search(MailboxSession session, Mailbox mailbox, SearchQuery query) throws MailboxException {
        Preconditions.checkArgument(session != null, "'session' is mandatory");
        Key key = Keys.of(query);
        MailboxId id = mailbox.getMailboxId();
        if (query.getSorts().equals(SearchQuery.DEFAULT_SORTS)) {
            return later(ended -> {
                List<MessageUid> uids = new ArrayList<>();
                finding.find(id, key, false, ended, hit -> uids.add(hit.uid()));
                return uids;
            });
        }
        return later(ended -> {
            List<MailboxMessage> rows = rows(List.of(id), key, query, ended);
            return rows.stream().map(MailboxMessage::getUid).toList();
        });
    }

    @Override
    public Flux<MessageId> search(
            MailboxSession session, Collection<MailboxId> mailboxes, SearchQuery query, long limit)
            throws MailboxException {
        Preconditions.checkArgument(session != null, "'session' is mandatory");
        Key key = Keys.of(query);
        List<MailboxId> all = List.copyOf(mailboxes);
        return later(ended -> rows(all, key, query, ended).stream()
                .map(MailboxMessage::getMessageId)
                .distinct()
                .limit(limit)
                .toList());
    }

    private List<MailboxMessage> rows(List<MailboxId> mailboxes, Key key, SearchQuery query, BooleanSupplier ended) {
        List<MailboxMessage> rows = new ArrayList<>();
        for (MailboxId mailbox : mailboxes) {
            finding.find(mailbox, key, true, ended, hit -> rows.add(row(hit)));
        }
        rows.sort(CombinedComparator.create(query.getSorts()));
        return rows;
    }

    private static MailboxMessage row(Hit hit) {
        return Objects.requireNonNull(hit.row());
    }

    /** Runs {@code search} when somebody listens, and lets it end early when nobody does any more. */
    private <T> Flux<T> later(Function<BooleanSupplier, List<T>> search) {
        return Flux.defer(() -> {
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<List<T>> running =
                    CompletableFuture.supplyAsync(() -> search.apply(ended::get), searches);
            return reactor.core.publisher.Mono.fromFuture(running, true)
                    .onErrorMap(
                            CompletionException.class, failed -> failed.getCause() == null ? failed : failed.getCause())
                    .doOnCancel(() -> ended.set(true))
                    .flatMapMany(Flux::fromIterable);
        });
    }

    @Override
    public EnumSet<SearchCapabilities> getSupportedCapabilities(EnumSet<MessageCapabilities> capabilities) {
        return EnumSet.of(
                SearchCapabilities.MultimailboxSearch, SearchCapabilities.Text, SearchCapabilities.PartialEmailMatch);
    }
}
