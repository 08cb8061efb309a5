/**
 * The store on a disk that loses what was not synced: seeded schedules of work, faults and crashes, and a look at what is there
 * afterwards.
 *
 * <pre>
 * Schedules   so many, chain after chain, on one thread
 *  └ Chain    a fresh store, then: start → look at what is there → work until the crash → start …
 *     ├ Machine     database and mail store of one boot
 *     ├ Writer      one client's work; keeps in its Account what was acknowledged, and what it does not know
 *     ├ Post        the queue: who puts in, who delivers
 *     ├ Bulletins   official notices: who posts, reads and recalls
 *     └ Inspection  what was acknowledged against what is there → Findings
 * </pre>
 */
package io.gongmail.store.loss;
