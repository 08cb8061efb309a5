package io.gongmail.store.mail.mailbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out the contract methods that contract-exclusions.tsv names, for the reason told there. */
public final class ContractExclusions implements ExecutionCondition {
    record Exclusion(String contract, String method, String reason) {}

    static List<Exclusion> all() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ContractExclusions.class.getResourceAsStream("/contract-exclusions.tsv"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(columns -> new Exclusion(columns[0], columns[1], columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Exclusion> excluded = context.getTestMethod()
                .flatMap(method -> all().stream()
                        .filter(exclusion -> exclusion
                                        .contract()
                                        .equals(method.getDeclaringClass().getName())
                                && exclusion.method().equals(method.getName()))
                        .findFirst());
        return excluded.map(exclusion -> ConditionEvaluationResult.disabled(exclusion.reason()))
                .orElse(ConditionEvaluationResult.enabled("not excluded"));
    }
}
