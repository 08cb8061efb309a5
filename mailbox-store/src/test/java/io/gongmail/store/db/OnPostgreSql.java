package io.gongmail.store.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that run on a real PostgreSQL: skipped where there is none, but failing there in CI. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("clients")
@ExtendWith(OnPostgreSql.Installed.class)
public @interface OnPostgreSql {
    /** Looks for its programs. */
    final class Installed implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return PostgreSqlCluster.programs().isPresent() || "true".equals(System.getenv("CI"))
                    ? ConditionEvaluationResult.enabled("installed, or CI")
                    : ConditionEvaluationResult.disabled("no PostgreSQL under " + PostgreSqlCluster.DEBIAN);
        }
    }
}
