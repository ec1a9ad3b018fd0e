package io.jsentinel.it;

import io.jsentinel.testkit.StockSentinel;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that compares or works with the stock redis-sentinel: skipped without one, unless one is required. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("stock-sentinel")
@ExtendWith(NeedsStock.Condition.class)
@interface NeedsStock {

    /** Looks for it. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (StockSentinel.available()) {
                return ConditionEvaluationResult.enabled("a stock sentinel is there");
            }
            Runs.print("%s is skipped: %s", context.getDisplayName(), StockSentinel.MISSING);
            return ConditionEvaluationResult.disabled(StockSentinel.MISSING);
        }
    }
}
