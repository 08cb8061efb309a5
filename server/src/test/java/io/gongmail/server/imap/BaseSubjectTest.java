package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a subject is its base (RFC 5256 §2.1). */
class BaseSubjectTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plan, plan, false",
                "`  a \t b  `, a b, false",
                "Re: plan, plan, true",
                "RE : plan, plan, true",
                "re: Fw: FWD: plan, plan, true",
                "Re [2]: plan, plan, true",
                "plan (fwd) (FWD), plan, true",
                "[PATCH] fix, fix, false",
                "[PATCH] [v2] fix, fix, false",
                "[PATCH], [PATCH], false",
                "[list] Re: [list] plan, plan, true",
                "[list][x] Re: plan, plan, true",
                "[fwd: plan], plan, true",
                "[Fwd: [list] Re: plan (fwd)], plan, true",
                "[a[b] x, [a[b] x, false",
                "Reply: plan, Reply: plan, false",
                "Refwd: plan, Refwd: plan, false",
                "Re:, ``, true",
                "``, ``, false",
                "Re: 예산, 예산, true"
            })
    void whatAnsweringAndForwardingPutAroundItIsGone(String subject, String base, boolean reply) {
        assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, reply));
    }
}
