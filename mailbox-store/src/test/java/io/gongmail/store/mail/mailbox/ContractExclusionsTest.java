package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractExclusionsTest {
    @Test
    void whatIsExcludedIsAMethodOfAContractAndHasAReason() throws Exception {
        for (ContractExclusions.Exclusion exclusion : ContractExclusions.all()) {
            List<Method> methods = Arrays.stream(
                            Class.forName(exclusion.contract()).getDeclaredMethods())
                    .filter(method -> method.getName().equals(exclusion.method()))
                    .toList();
            assertThat(methods).as("%s", exclusion).hasSize(1);
            assertThat(methods.get(0).isAnnotationPresent(Test.class))
                    .as("%s", exclusion)
                    .isTrue();
            assertThat(exclusion.reason()).hasSizeGreaterThan(20);
        }
    }

    @Test
    void nothingIsExcludedTwice() {
        assertThat(ContractExclusions.all())
                .doesNotHaveDuplicates()
                .extracting(exclusion -> exclusion.contract() + exclusion.method())
                .doesNotHaveDuplicates();
    }
}
