/**
 * Servers with a protocol of their own, asked by its first frames: PostgreSQL, Redis, Kafka, AMQP. No client library is
 * used: each of them dials by itself (advertised brokers, redirects, other hosts of a list, tries again), where nobody
 * judges the address and no deadline holds. Here every byte goes over a line whose address was judged.
 */
@NullMarked
package dev.faultline.net.server;

import org.jspecify.annotations.NullMarked;
