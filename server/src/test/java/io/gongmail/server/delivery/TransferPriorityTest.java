package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

/** What a priority is to the queue. */
class TransferPriorityTest {
    @Test
    void levelsOfTheQueueAreInTheSameOrderAndOnlyTheUsualOneIsTheUsualOne() {
        List<Integer> levels =
                IntStream.rangeClosed(-9, 9).mapToObj(TransferPriority::inQueue).toList();
        assertThat(levels).isSorted();
        assertThat(levels.get(0)).isEqualTo(MailPrioritySupport.LOW_PRIORITY);
        assertThat(levels.get(18)).isEqualTo(MailPrioritySupport.HIGH_PRIORITY);
        assertThat(levels).containsOnlyOnce(MailPrioritySupport.NORMAL_PRIORITY);
        assertThat(levels.get(9)).isEqualTo(MailPrioritySupport.NORMAL_PRIORITY);
    }

    @Test
    void itIsKeptWithTheMailAndHandedOn() throws Exception {
        Mail mail = MailImpl.builder().name("a").build();
        assertThat(TransferPriority.in(mail)).isZero();
        TransferPriority.of(mail, -3);
        Mail other = MailImpl.builder().name("b").build();
        TransferPriority.pass(mail, other);
        assertThat(TransferPriority.in(other)).isEqualTo(-3);
        assertThat(other.getAttribute(MailPrioritySupport.MAIL_PRIORITY)).isPresent();
        assertThatThrownBy(() -> TransferPriority.of(mail, 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
