/**
 * Measurements of sentinels side by side: the stock one and ours in turn, in one run, so that noise of the machine
 * hits both. An {@link io.jsentinel.bench.Experiment} measures one contender once; the {@link io.jsentinel.bench.Run}
 * alternates; the reports tell medians, spreads and ratios.
 */
package io.jsentinel.bench;
