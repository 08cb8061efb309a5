package io.gongmail.store.mail.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import javax.mail.Flags.Flag;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.UnsupportedSearchException;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.ConjunctionCriterion;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.apache.james.mailbox.model.SearchQuery.HeaderCriterion;
import org.apache.james.mailbox.model.SearchQuery.NumericOperator;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mime4j.dom.datetime.DateTime;
import org.apache.james.mime4j.field.datetime.parser.DateTimeParser;
import org.apache.james.mime4j.field.datetime.parser.ParseException;
import org.apache.james.mime4j.field.datetime.parser.TokenMgrError;

/** James' criteria as keys of ours. Bounded: {@link #MOST} keys, nested {@link #DEEPEST} deep. */
final class Keys {
    static final int MOST = 1_000;
    static final int DEEPEST = 100;

    private final Set<MessageUid> recent;
    private int seen;

    private Keys(Set<MessageUid> recent) {
        this.recent = recent;
    }

    /** @throws MailboxException when it asks for more than the bounds, or for what is not kept here */
    static Key of(SearchQuery query) throws MailboxException {
        Keys keys = new Keys(query.getRecentMessageUids());
        return new Key.And(keys.all(query.getCriteria(), 0));
    }

    private List<Key> all(List<Criterion> criteria, int depth) throws MailboxException {
        List<Key> keys = new ArrayList<>(criteria.size());
        for (Criterion criterion : criteria) {
            keys.add(key(criterion, depth + 1));
        }
        return keys;
    }

    private Key key(Criterion criterion, int depth) throws MailboxException {
        seen++;
        if (seen > MOST || depth > DEEPEST) {
            throw new MailboxException(
                    "a search may have " + MOST + " keys, nested " + DEEPEST + " deep: this one has more");
        }
        if (criterion instanceof SearchQuery.AllCriterion) {
            return new Key.And(List.of());
        } else if (criterion instanceof ConjunctionCriterion several) {
            List<Key> keys = all(several.getCriteria(), depth);
            return switch (several.getType()) {
                case AND -> new Key.And(keys);
                case OR -> new Key.Or(keys);
                case NOR -> new Key.Not(new Key.Or(keys));
            };
        } else if (criterion instanceof SearchQuery.UidCriterion uids) {
            return new Key.Uids(Arrays.stream(uids.getOperator().getRange())
                    .map(range -> new long[] {
                        range.getLowValue().asLong(), range.getHighValue().asLong()
                    })
                    .toList());
        } else if (criterion instanceof HeaderCriterion header) {
            return header(header);
        } else if (criterion instanceof SearchQuery.SubjectCriterion subject) {
            return header(subject.asHeaderCriterion());
        } else if (criterion instanceof SearchQuery.MimeMessageIDCriterion id) {
            return header(id.asHeaderCriterion());
        } else if (criterion instanceof SearchQuery.TextCriterion text) {
            String needle = text.getOperator().getValue();
            return switch (text.getType()) {
                case BODY -> new Key.Text(TextQuestion.text(needle, false));
                case FULL -> new Key.Text(TextQuestion.text(needle, true));
                default -> throw new UnsupportedSearchException();
            };
        }
        return new Key.Row(row(criterion));
    }

    private static Key header(HeaderCriterion header) throws UnsupportedSearchException {
        String name = header.getHeaderName();
        SearchQuery.HeaderOperator operator = header.getOperator();
        if (operator instanceof SearchQuery.ContainsOperator contains) {
            return new Key.Text(TextQuestion.header(name, contains.getValue()));
        } else if (operator instanceof SearchQuery.AddressOperator address) {
            return new Key.Text(TextQuestion.header(name, address.getAddress()));
        } else if (operator instanceof SearchQuery.ExistsOperator) {
            return new Key.Text(TextQuestion.header(name, ""));
        } else if (operator instanceof DateOperator date) {
            return new Key.Text(date(name, date));
        }
        throw new UnsupportedSearchException();
    }

    private static TextQuestion date(String name, DateOperator operator) {
        if (operator.getDateResultion() == DateResolution.Day) {
            LocalDate day = LocalDate.ofInstant(operator.getDate().toInstant(), ZoneOffset.UTC);
            return switch (operator.getType()) {
                case ON -> TextQuestion.day(name, day, day);
                case BEFORE -> TextQuestion.day(name, LocalDate.of(-9999, 1, 1), day.minusDays(1));
                case AFTER -> TextQuestion.day(name, day.plusDays(1), LocalDate.of(99_999, 12, 31));
            };
        }
        LongPredicate holds = held(operator);
        return TextQuestion.firstHeader(name, value -> {
            try {
                DateTime told = new DateTimeParser(new java.io.StringReader(value)).parseAll();
                return holds.test(told.getDate().getTime());
            } catch (ParseException | TokenMgrError e) {
                return false;
            }
        });
    }

    private Predicate<MailboxMessage> row(Criterion criterion) throws UnsupportedSearchException {
        if (criterion instanceof SearchQuery.FlagCriterion flag) {
            boolean set = flag.getOperator().isSet();
            Predicate<MailboxMessage> has = flag(flag.getFlag());
            return message -> has.test(message) == set;
        } else if (criterion instanceof SearchQuery.CustomFlagCriterion keyword) {
            boolean set = keyword.getOperator().isSet();
            String name = keyword.getFlag();
            return message -> message.createFlags().contains(name) == set;
        } else if (criterion instanceof SearchQuery.SizeCriterion size) {
            LongPredicate holds = number(size.getOperator());
            return message -> holds.test(message.getFullContentOctets());
        } else if (criterion instanceof SearchQuery.ModSeqCriterion modSeq) {
            LongPredicate holds = number(modSeq.getOperator());
            return message -> holds.test(message.getModSeq().asLong());
        } else if (criterion instanceof SearchQuery.InternalDateCriterion date) {
            LongPredicate holds = held(date.getOperator());
            return message -> holds.test(message.getInternalDate().getTime());
        } else if (criterion instanceof SearchQuery.SaveDateCriterion date) {
            LongPredicate holds = held(date.getOperator());
            return message ->
                    message.getSaveDate().map(Date::getTime).filter(holds::test).isPresent();
        } else if (criterion instanceof SearchQuery.ThreadIdCriterion thread) {
            return message -> thread.getThreadId().equals(message.getThreadId());
        } else if (criterion instanceof SearchQuery.MessageIdCriterion id) {
            return message -> id.getMessageId().equals(message.getMessageId());
        }
        throw new UnsupportedSearchException();
    }

    private Predicate<MailboxMessage> flag(Flag flag) {
        if (flag == Flag.SEEN) {
            return MailboxMessage::isSeen;
        } else if (flag == Flag.DELETED) {
            return MailboxMessage::isDeleted;
        } else if (flag == Flag.ANSWERED) {
            return MailboxMessage::isAnswered;
        } else if (flag == Flag.FLAGGED) {
            return MailboxMessage::isFlagged;
        } else if (flag == Flag.DRAFT) {
            return MailboxMessage::isDraft;
        } else if (flag == Flag.RECENT) {
            // What is recent belongs to the session (RFC 9051 §2.3.2 has done with it), and comes with the query.
            return message -> recent.contains(message.getUid());
        }
        return message -> message.createFlags().contains(flag);
    }

    private static LongPredicate number(NumericOperator operator) {
        long value = operator.getValue();
        return switch (operator.getType()) {
            case EQUALS -> number -> number == value;
            case LESS_THAN -> number -> number < value;
            case GREATER_THAN -> number -> number > value;
        };
    }

    /** Of instants in milliseconds, both cut to the resolution in UTC, which is what INTERNALDATE is told in. */
    private static LongPredicate held(DateOperator operator) {
        ZonedDateTime asked = cut(operator.getDate().getTime(), operator.getDateResultion());
        IntPredicate holds = switch (operator.getType()) {
            case ON -> compared -> compared == 0;
            case BEFORE -> compared -> compared < 0;
            case AFTER -> compared -> compared > 0;
        };
        return millis -> holds.test(cut(millis, operator.getDateResultion()).compareTo(asked));
    }

    private static ZonedDateTime cut(long millis, DateResolution resolution) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
        return switch (resolution) {
            case Second -> time.truncatedTo(ChronoUnit.SECONDS);
            case Minute -> time.truncatedTo(ChronoUnit.MINUTES);
            case Hour -> time.truncatedTo(ChronoUnit.HOURS);
            case Day -> time.truncatedTo(ChronoUnit.DAYS);
            case Month -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case Year -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
        };
    }
}
